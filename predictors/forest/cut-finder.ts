import type { RankedMatrix } from './ranks.ts'

/** The last code of a column, from `least` to `greatest`, whose value is at most `threshold`; `least` when none is. */
export type FindCut = (column: number, threshold: number, least: number, greatest: number) => number

const SLOTS = 4096

/**
 * Cuts each column's range into equal slots and notes where in its values each begins: what is left to search is what
 * shares a slot with the threshold, a few values where they are spread evenly. Falls back to halving where not.
 */
export function buildCutFinder({ columns, distinct, starts }: RankedMatrix): FindCut {
  const lows = new Float64Array(columns)
  const scales = new Float64Array(columns)
  // By column and slot: the first code in that slot or a later one.
  const firsts = new Uint32Array(columns * (SLOTS + 1))

  // Rounding keeps order here, so values of a lower slot than the threshold's are below it, of a higher one above.
  const slotOf = (column: number, value: number) =>
    Math.min(SLOTS - 1, Math.floor((value / 2 - lows[column]!) * scales[column]!))

  for (let column = 0; column < columns; column++) {
    const start = starts[column]!
    const count = starts[column + 1]! - start
    lows[column] = distinct[start]! / 2
    const scale = SLOTS / (distinct[start + count - 1]! / 2 - lows[column]!)
    scales[column] = Number.isFinite(scale) ? scale : 0
    let code = 0
    for (let slot = 0; slot <= SLOTS; slot++) {
      while (code < count && slotOf(column, distinct[start + code]!) < slot) code++
      firsts[column * (SLOTS + 1) + slot] = code
    }
  }

  return (column, threshold, least, greatest) => {
    const start = starts[column]!
    const slot = column * (SLOTS + 1) + slotOf(column, threshold)
    let low = Math.max(least, firsts[slot]! - 1)
    let high = Math.min(greatest, firsts[slot + 1]! - 1)
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (distinct[start + middle]! <= threshold) low = middle
      else high = middle - 1
    }
    return low
  }
}
