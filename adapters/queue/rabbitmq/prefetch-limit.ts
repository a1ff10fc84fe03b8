/** A job has less than 1 kB. A larger message is not a job. */
export const MAX_BODY_BYTES = 65_536
/** The limit while large messages arrive. */
const LOW_LIMIT = 4
/** A smaller `max` is never lowered. */
const MIN_LOWERED = 32
/** Number of consecutive small messages after which the limit is `max`. */
const SMALL_IN_A_ROW = 16

/** Adapts the maximum number of messages in flight to their size: the broker limits their number, not their bytes. */
interface PrefetchLimit {
  readonly current: number
  noteArrival(bytes: number): void
}

/** The limit is low at first and after each large message, and `max` once small messages arrive. */
export function buildPrefetchLimit(max: number): PrefetchLimit {
  const low = max < MIN_LOWERED ? max : LOW_LIMIT
  let current = low
  let smallInARow = 0
  return {
    get current() {
      return current
    },
    noteArrival(bytes) {
      smallInARow = bytes > MAX_BODY_BYTES ? 0 : smallInARow + 1
      if (smallInARow === 0) current = low
      else if (smallInARow >= SMALL_IN_A_ROW) current = max
    }
  }
}
