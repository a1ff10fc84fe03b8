import { randomUUID } from 'node:crypto'
import type { ConsumeMessage, Options } from 'amqplib'
import { readProperties, writeProperties } from '../../../ports/properties.ts'
import type { DeadLetter } from '../../../ports/queue.ts'

const REASON_HEADER = 'groundswell-reason'
const DEAD_LETTER_HEADER = 'groundswell-letter-id'
const deadLetterIdPattern = /^dlt_[0-9a-f-]{36}$/
/** Headers that the broker and this adapter add to dead letters. */
const addedHeaders = /^(x-death|x-(first|last)-death-.*|x-delivery-count|x-acquired-count|groundswell-.*)$/
/** The properties that are sent again with a message. Not user-id, which must match the user of the connection. */
const keptProperties = [
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

/** The properties of a rejected message on the dead-letter queue: the original ones, the reason and a new id. */
export function writeDeadLetter({ properties }: ConsumeMessage, reason: string): Options.Publish {
  const headers = {
    ...properties.headers,
    [REASON_HEADER]: reason,
    [DEAD_LETTER_HEADER]: `dlt_${randomUUID()}`
  }
  return { ...pick(properties), headers }
}

/**
 * Reads a message of the dead-letter queue. Messages that the broker has put there have no dead-letter id and get one
 * here. The message id is not used, because it may not be unique.
 */
export function readDeadLetter({ content, properties }: ConsumeMessage, queue: string): DeadLetter {
  const headers: Readonly<Record<string, unknown>> = properties.headers ?? {}
  const own = Object.entries(headers).filter(([name]) => !addedHeaders.test(name))
  const id = String(headers[DEAD_LETTER_HEADER] ?? '')
  return {
    id: deadLetterIdPattern.test(id) ? id : `dlt_${randomUUID()}`,
    queue,
    body: content,
    properties: writeProperties({ ...pick(properties), headers: Object.fromEntries(own) }),
    reason: readReason(headers)
  }
}

/** The properties with which a dead letter is sent again. */
export function readOptions(properties: string): Options.Publish {
  return readProperties(properties) as Options.Publish
}

function pick(properties: ConsumeMessage['properties']): Options.Publish {
  return Object.fromEntries(
    keptProperties.flatMap(name => (properties[name] == null ? [] : [[name, properties[name]]]))
  )
}

/** The reason of the consumer, or the broker's reason if the broker gave the message up. */
function readReason(headers: Readonly<Record<string, unknown>>): string {
  const reason = headers[REASON_HEADER]
  if (reason !== undefined) return String(reason)
  const word = headers['x-first-death-reason'] ?? 'unknown'
  return word === 'delivery_limit' ? 'delivered too often without being settled' : `given up: ${word}`
}
