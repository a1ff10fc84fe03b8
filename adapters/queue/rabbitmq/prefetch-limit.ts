/** A job is under 1 kB: what is larger is none. */
export const MAX_BODY_BYTES = 65_536
/** While large messages come. */
const FEW = 4
/** Consumers of fewer keep their number. */
const MIN_LOWERED = 32
/** After so many small ones in a row, consume as many as asked for. */
const SMALL_IN_A_ROW = 16

/** How many messages to hold: brokers count messages, and memory counts bytes. */
interface PrefetchLimit {
  readonly current: number
  noteArrival(bytes: number): void
}

/** Few at first and from each large message on, `max` once small ones come. */
export function buildPrefetchLimit(max: number): PrefetchLimit {
  const few = max < MIN_LOWERED ? max : FEW
  let current = few
  let smallInARow = 0
  return {
    get current() {
      return current
    },
    noteArrival(bytes) {
      smallInARow = bytes > MAX_BODY_BYTES ? 0 : smallInARow + 1
      if (smallInARow === 0) current = few
      else if (smallInARow >= SMALL_IN_A_ROW) current = max
    }
  }
}
