import type { Random } from '../random.ts'
import { type Bag, isAtMost, measureGain, type NodeRows, type Split, type Splitter } from './grow.ts'
import { codesFor } from './ranks.ts'

/**
 * Extremely randomised splits (P. Geurts, D. Ernst, L. Wehenkel, Machine Learning 63, 2006): one threshold a column,
 * uniform between the least and the greatest value in the node. Cost O(rows in the node) a column.
 */
export function buildExtraSplitter(bag: Bag, minLeaf: number): Splitter {
  const { matrix, rows, weights, sums } = bag
  const { codes, distinct, starts } = matrix
  const found = new (codesFor(matrix.rows))(matrix.rows)

  function consider(node: NodeRows, column: number, random: Random, best: Split): boolean {
    const { begin, end } = node
    const offset = column * matrix.rows
    let least = 0xffffffff
    let greatest = 0
    for (let i = begin; i < end; i++) {
      const code = codes[offset + rows[i]!]!
      found[i - begin] = code
      if (code < least) least = code
      if (code > greatest) greatest = code
    }
    if (least === greatest) return false
    const start = starts[column]!
    const low = distinct[start + least]!
    const high = distinct[start + greatest]!
    const drawn = low + random.uniform() * (high - low)
    const threshold = drawn < high ? drawn : low
    const cut = lastAtMost(distinct, start + least, start + greatest - 1, threshold) - start
    let leftCount = 0
    let leftWeight = 0
    let leftSum = 0
    for (let i = begin; i < end; i++) {
      const row = rows[i]!
      const isLeft = isAtMost(found[i - begin]!, cut)
      leftCount += isLeft
      leftWeight += isLeft * weights[row]!
      leftSum += isLeft * sums[row]!
    }
    if (leftCount < minLeaf || end - begin - leftCount < minLeaf) return true
    const gain = measureGain(node, leftWeight, leftSum)
    if (gain > best.gain) {
      best.column = column
      best.cut = cut
      best.threshold = threshold
      best.gain = gain
    }
    return true
  }

  return { start() {}, consider, partition() {} }
}

/** The last position from `low` to `high` whose value is at most `limit`; `low` when none is. */
function lastAtMost(values: Float64Array, low: number, high: number, limit: number): number {
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (values[middle]! <= limit) low = middle
    else high = middle - 1
  }
  return low
}
