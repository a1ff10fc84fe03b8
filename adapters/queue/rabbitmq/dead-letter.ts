import { randomUUID } from 'node:crypto'
import type { ConsumeMessage, Options } from 'amqplib'
import { readProperties, writeProperties } from '../../../ports/properties.ts'
import type { DeadLetter } from '../../../ports/queue.ts'

const REASON_HEADER = 'groundswell-reason'
const DEAD_LETTER_HEADER = 'groundswell-letter-id'
const deadLetterIdPattern = /^dlt_[0-9a-f-]{36}$/
/** What brokers and we add on the way to the dead letters. */
const added = /^(x-death|x-(first|last)-death-.*|x-delivery-count|x-acquired-count|groundswell-.*)$/
/** What goes with a message again. Not user-id, which the broker compares with who sends. */
const kept = [
  'messageId',
  'contentType',
  'contentEncoding',
  'correlationId',
  'replyTo',
  'type',
  'appId',
  'timestamp',
  'priority'
] as const

/** How a rejected message is put on the dead-letter queue: as it came, with the reason and an id of its own. */
export function writeDeadLetter({ properties }: ConsumeMessage, reason: string): Options.Publish {
  const headers = {
    ...properties.headers,
    [REASON_HEADER]: reason,
    [DEAD_LETTER_HEADER]: `dlt_${randomUUID()}`
  }
  return { ...pick(properties), headers }
}

/**
 * What is on the dead-letter queue. The broker puts messages there too, without an id of ours: these get one now, so
 * that no message hides another, whatever it calls itself.
 */
export function readDeadLetter({ content, properties }: ConsumeMessage, queue: string): DeadLetter {
  const headers: Readonly<Record<string, unknown>> = properties.headers ?? {}
  const own = Object.entries(headers).filter(([name]) => !added.test(name))
  const id = String(headers[DEAD_LETTER_HEADER] ?? '')
  return {
    id: deadLetterIdPattern.test(id) ? id : `dlt_${randomUUID()}`,
    queue,
    body: content,
    properties: writeProperties({ ...pick(properties), headers: Object.fromEntries(own) }),
    reason: readReason(headers)
  }
}

/** How a letter's message is sent again. */
export function readOptions(properties: string): Options.Publish {
  return readProperties(properties) as Options.Publish
}

function pick(properties: ConsumeMessage['properties']): Options.Publish {
  return Object.fromEntries(
    kept.flatMap(name => (properties[name] == null ? [] : [[name, properties[name]]]))
  )
}

/** What the consumer said; where the broker gave a message up by itself, its own word for why. */
function readReason(headers: Readonly<Record<string, unknown>>): string {
  const said = headers[REASON_HEADER]
  if (said !== undefined) return String(said)
  const word = headers['x-first-death-reason'] ?? 'unknown'
  return word === 'delivery_limit' ? 'delivered too often without being settled' : `given up: ${word}`
}
