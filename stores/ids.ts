import type { Clock } from '../ports/clock.ts'

/** 'prd_' and 26 characters that sort by time: 10 of milliseconds, 16 random (80 bits). */
export type MakeId = (prefix: string) => string

/** Fills and answers the array: crypto.getRandomValues, or a seeded one in tests. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>

// Crockford's base 32: no I, L, O, U; in ASCII order.
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
const ID_BYTES = 16
// Randomness is fetched for many ids at once: a call costs more than the bytes.
const POOL_IDS = 64

export function buildMakeId(clock: Clock, fillRandom: FillRandom): MakeId {
  const pool = new Uint8Array(ID_BYTES * POOL_IDS)
  let used = pool.length
  let stampedAt = -1
  let stamp = ''

  return prefix => {
    const now = clock.now()
    if (now !== stampedAt) {
      stampedAt = now
      stamp = writeTime(now)
    }
    if (used === pool.length) {
      fillRandom(pool)
      used = 0
    }
    let id = `${prefix}_${stamp}`
    for (const end = used + ID_BYTES; used < end; used++) id += DIGITS[pool[used]! & 31]
    return id
  }
}

function writeTime(milliseconds: number): string {
  let rest = milliseconds
  let text = ''
  for (let digit = 0; digit < 10; digit++) {
    text = DIGITS[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}
