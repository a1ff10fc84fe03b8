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

  // Of the node at hand, in its order: read once a node instead of once a column.
  const nodeWeights = new Int32Array(matrix.rows)
  const nodeSums = new Float64Array(matrix.rows)

  function enter({ begin, end }: NodeRows): void {
    for (let i = begin; i < end; i++) {
      const row = rows[i]!
      nodeWeights[i - begin] = weights[row]!
      nodeSums[i - begin] = sums[row]!
    }
  }

  function consider(node: NodeRows, column: number, random: Random, best: Split): boolean {
    const { begin, end } = node
    const count = end - begin
    const offset = column * matrix.rows
    let least = 0x7fffffff
    let greatest = -1
    for (let i = 0; i < count; i++) {
      const code = codes[offset + rows[begin + i]!]!
      found[i] = code
      if (code < least) least = code
      if (code > greatest) greatest = code
    }
    if (least === greatest) return false
    const start = starts[column]!
    const low = distinct[start + least]!
    const high = distinct[start + greatest]!
    const share = random.uniform()
    const drawn = low + share * (high - low)
    const threshold = drawn < high ? drawn : low
    const guess = least + Math.floor(share * (greatest - least))
    const cut = lastAtMost(distinct, start + least, start + greatest - 1, threshold, start + guess) - start
    let leftCount = 0
    let leftWeight = 0
    let leftSum = 0
    for (let i = 0; i < count; i++) {
      const isLeft = isAtMost(found[i]!, cut)
      leftCount += isLeft
      leftWeight += nodeWeights[i]! & -isLeft
      leftSum += isLeft * nodeSums[i]!
    }
    if (leftCount < minLeaf || count - leftCount < minLeaf) return true
    const gain = measureGain(node, leftWeight, leftSum)
    if (gain > best.gain) {
      best.column = column
      best.cut = cut
      best.threshold = threshold
      best.gain = gain
    }
    return true
  }

  return { start() {}, enter, consider, partition() {} }
}

/**
 * The last position from `low` to `high` whose value is at most `limit`; `low` when none is. Steps away from `guess`,
 * ever further, before it halves: where values are spread evenly the guess is nearly right.
 */
function lastAtMost(values: Float64Array, low: number, high: number, limit: number, guess: number): number {
  let step = 1
  if (values[guess]! <= limit) {
    low = guess
    while (low + step <= high && values[low + step]! <= limit) {
      low += step
      step *= 2
    }
    high = Math.min(high, low + step - 1)
  } else {
    let bottom = Math.max(low, guess - step)
    high = guess - 1
    while (bottom > low && values[bottom]! > limit) {
      high = bottom - 1
      step *= 2
      bottom = Math.max(low, bottom - step)
    }
    low = bottom
  }
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (values[middle]! <= limit) low = middle
    else high = middle - 1
  }
  return low
}
