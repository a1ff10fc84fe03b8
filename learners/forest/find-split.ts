import type { Random } from '../random.ts'
import type { NodeRows } from './grow.ts'

/** The best split found so far; column -1: none yet. */
export interface Best {
  column: number
  /** column <= threshold is code <= cut. */
  cut: number
  threshold: number
  gain: number
}

/** Writes into `best` the split of `column` when it beats best.gain. False: the column is constant here. */
type Consider = (node: NodeRows, column: number, random: Random, best: Best) => boolean

/**
 * The best split of `count` columns drawn without replacement; of more when those are all constant; null when no split
 * may be made. `columns` holds all of them, in the order that the tree's searches so far have left.
 */
export function findSplit(
  node: NodeRows,
  columns: Uint32Array,
  count: number,
  random: Random,
  consider: Consider
): Best | null {
  const best = { column: -1, cut: 0, threshold: 0, gain: -1 }
  let varying = 0
  for (let drawn = 0; drawn < columns.length && (drawn < count || varying === 0); drawn++) {
    const pick = drawn + random.integer(columns.length - drawn)
    const column = columns[pick]
    columns[pick] = columns[drawn]
    columns[drawn] = column
    if (consider(node, column, random, best)) varying++
  }
  return best.column < 0 ? null : best
}

/** Puts the columns into their first order: once a tree. */
export function resetColumns(columns: Uint32Array): void {
  for (let c = 0; c < columns.length; c++) columns[c] = c
}
