import type { Clock } from '../ports/clock.ts'

/**
 * Makes an id: the prefix, '_', and 26 characters that sort by time. 10 are milliseconds, 3 count within the millisecond
 * so that the ids of one process sort in order of creation, 13 are random (65 bits).
 */
export type MakeId = (prefix: string) => string

/** Fills and returns the array: crypto.getRandomValues, or a seeded generator in tests. */
type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>

// Crockford's base 32: no I, L, O, U; in ASCII order.
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
const ID_BYTES = 13
const COUNTS = 32 ** 3
// Random bytes are fetched for many ids at once, because a call costs more than the bytes.
const POOL_IDS = 64

export function buildMakeId(clock: Clock, fillRandom: FillRandom): MakeId {
  const pool = new Uint8Array(ID_BYTES * POOL_IDS)
  let used = pool.length
  let stampedAt = -1
  let stamp = ''
  let count = 0

  return prefix => {
    const now = clock.now()
    if (now !== stampedAt) {
      stampedAt = now
      stamp = writeDigits(now, 10)
      count = 0
    }
    if (used === pool.length) {
      fillRandom(pool)
      used = 0
    }
    let id = `${prefix}_${stamp}${writeDigits(count++ % COUNTS, 3)}`
    for (const end = used + ID_BYTES; used < end; used++) id += DIGITS[pool[used]! & 31]
    return id
  }
}

function writeDigits(value: number, digits: number): string {
  let rest = value
  let text = ''
  for (let digit = 0; digit < digits; digit++) {
    text = DIGITS[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}
