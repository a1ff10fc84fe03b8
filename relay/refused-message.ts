import { writeProperties } from '../ports/properties.ts'
import type { NewDeadLetter } from '../stores/dead-letters.ts'
import type { OutboxRecord } from '../stores/outbox/outgoing.ts'

/** Turns a row that its destination refused into a dead letter, which an operator can redrive or remove. */
export function toRefusedMessage(row: OutboxRecord, reason: string): NewDeadLetter {
  const { id, kind, destination, key, payload, bytes, properties } = row
  const own = kind === 'job' ? { messageId: id } : { key, headers: { id } }
  return {
    id: `dlt_${crypto.randomUUID()}`,
    queue: destination,
    body: bytes ?? payload,
    properties: properties ?? writeProperties(own),
    reason: `it could not be sent: ${reason}`
  }
}
