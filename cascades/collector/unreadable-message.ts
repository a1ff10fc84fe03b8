import { createHash } from 'node:crypto'
import { DEAD_LETTER_TYPE, type Envelope } from '../../ports/messages.ts'
import { writeProperties } from '../../ports/properties.ts'
import type { StreamRecord } from '../../ports/stream.ts'
import type { NewDeadLetter } from '../../stores/dead-letters.ts'
import type { Outgoing } from '../../stores/outbox/outgoing.ts'

/** Maximum length of the published value; the dead letter has all of it. */
const MAX_PUBLISHED_CHARACTERS = 10_000
const MAX_REASON_CHARACTERS = 2_000

/**
 * Makes a dead letter of a record. Its id depends on position and content: the same record read again is the same dead
 * letter, and another record at its position, as in a topic that was created again, is another one.
 */
export function toUnreadableMessage(topic: string, record: StreamRecord, reason: string): NewDeadLetter {
  const { partition, position, key, value, bytes, headers } = record
  const body = bytes ?? value
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 8)
  const properties = writeProperties({ ...(key !== '' && { key }), ...(headers && { headers }) })
  return { id: `dlt_${topic}.${partition}.${position}.${digest}`, queue: topic, body, properties, reason }
}

/** Makes the published message about a dead letter. Its size is limited, whatever the record's. */
export function announceUnreadable(
  deadLettersTopic: string,
  topic: string,
  record: StreamRecord,
  reason: string
): Outgoing {
  const { partition, position, value, bytes } = record
  const id = `${topic}/${partition}/${position}`
  const data = {
    topic,
    partition,
    position,
    reason: reason.slice(0, MAX_REASON_CHARACTERS),
    value: value.slice(0, MAX_PUBLISHED_CHARACTERS),
    valueBytes: bytes?.length ?? Buffer.byteLength(value),
    isTruncated: value.length > MAX_PUBLISHED_CHARACTERS,
    deadLetterId: toUnreadableMessage(topic, record, reason).id
  }
  const message: Envelope<typeof data> = {
    specversion: '1.0',
    type: DEAD_LETTER_TYPE,
    source: 'groundswell/collector',
    id,
    data
  }
  return {
    id,
    kind: 'message',
    destination: deadLettersTopic,
    key: id,
    payload: JSON.stringify(message)
  }
}
