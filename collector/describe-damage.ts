import type { StreamRecord } from '../ports/stream.ts'

/** The reason of the dead letter that stands for a batch nobody can decode. Null: the record was decoded. */
export function describeDamage({ position, damage }: StreamRecord): string | null {
  if (!damage) return null
  return `the batch at positions ${damage.first} to ${position} cannot be decoded: ${damage.reason}`
}
