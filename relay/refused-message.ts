import { writeProperties } from '../ports/properties.ts'
import type { NewDeadLetter } from '../stores/dead-letters.ts'
import type { OutboxRecord } from '../stores/outbox/outgoing.ts'

/** A row that its destination will never take, as something an operator can see, send again or remove. */
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
