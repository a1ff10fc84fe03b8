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

/** Writes the split of `column` to `best` if its gain is above best.gain. False: the column is constant in the node. */
type Consider = (node: NodeRows, column: number, random: Random, best: Best) => boolean

/**
 * Finds the best split of `count` columns that are drawn without replacement. If all of them are constant, more are drawn. Null
 * if no split is possible. `columns` contains all columns; each search changes their order.
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

/** Restores the initial order of the columns. Called once for each tree. */
export function resetColumns(columns: Uint32Array): void {
  for (let c = 0; c < columns.length; c++) columns[c] = c
}
