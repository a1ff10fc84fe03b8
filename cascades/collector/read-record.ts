import { readStreamEvent, type StreamEvent } from '../../ports/messages.ts'
import type { StreamRecord } from '../../ports/stream.ts'

/** The reason for the dead letter of a batch that cannot be decoded. Null: the record was decoded. */
export function describeDamage({ position, damage }: StreamRecord): string | null {
  if (!damage) return null
  return `the batch at positions ${damage.first} to ${position} cannot be decoded: ${damage.reason}`
}

/** Parses a record of the events topic. Never throws. */
export function readRecord(record: StreamRecord): StreamEvent {
  const reason = describeDamage(record)
  return reason === null ? readStreamEvent(record.value) : { is: 'unreadable', reason }
}
