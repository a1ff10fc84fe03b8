import type { Random } from '../random.ts'
import { buildPlainPasses } from './extra-passes.ts'
import { buildSimdSplitter } from './extra-splits-simd.ts'
import { type Best, findSplit, resetColumns } from './find-split.ts'
import { type Bag, measureGain, type NodeRows, partitionRows, type Splitter } from './grow.ts'
import type { SplitOptions } from './options.ts'

/**
 * Extremely randomised splits (P. Geurts, D. Ernst, L. Wehenkel, Machine Learning 63, 2006): one threshold for each column,
 * uniform between its minimum and maximum in the node. Cost O(rows in the node) for each column.
 */
export function buildExtraSplitter(bag: Bag, options: SplitOptions): Splitter {
  return buildSimdSplitter(bag, options) ?? buildPlainSplitter(bag, options)
}

/** The splits in plain TypeScript. It runs where SIMD is not available, and tests compare the SIMD splits with it. */
export function buildPlainSplitter(bag: Bag, { minLeaf, featuresPerSplit }: SplitOptions): Splitter<Best> {
  const passes = buildPlainPasses(bag)
  const { distinct, starts } = bag.matrix
  const columns = new Uint32Array(bag.matrix.columns)
  let stream: Random

  function consider(node: NodeRows, column: number, random: Random, best: Best): boolean {
    passes.gather(column)
    const least = passes.least()
    const greatest = passes.greatest()
    if (least === greatest) return false
    const start = starts[column]
    const low = distinct[start + least]
    const high = distinct[start + greatest]
    const share = random.uniform()
    const drawn = low + share * (high - low)
    const threshold = drawn < high ? drawn : low
    const guess = least + Math.floor(share * (greatest - least))
    const cut = lastAtMost(distinct, start + least, start + greatest - 1, threshold, start + guess) - start
    passes.sumLeft(cut)
    const leftCount = passes.leftCount()
    if (leftCount < minLeaf || node.end - node.begin - leftCount < minLeaf) return true
    const gain = measureGain(node, passes.leftWeight(), passes.leftSum())
    if (gain > best.gain) {
      best.column = column
      best.cut = cut
      best.threshold = threshold
      best.gain = gain
    }
    return true
  }

  return {
    rows: bag.rows,
    start(own) {
      stream = own
      resetColumns(columns)
    },
    findSplit(node) {
      passes.enter(node)
      return findSplit(node, columns, featuresPerSplit, stream, consider)
    },
    partition: (node, split) => partitionRows(bag, node, split)
  }
}

/**
 * Finds the last index from `low` to `high` whose value is at most `limit`, or `low` if there is none. The search starts at
 * `guess` with doubling steps and continues with bisection. For evenly distributed values the guess is nearly right.
 */
export function lastAtMost(
  values: Float64Array,
  low: number,
  high: number,
  limit: number,
  guess: number
): number {
  let step = 1
  if (values[guess] <= limit) {
    low = guess
    while (low + step <= high && values[low + step] <= limit) {
      low += step
      step *= 2
    }
    high = Math.min(high, low + step - 1)
  } else {
    let bottom = Math.max(low, guess - step)
    high = guess - 1
    while (bottom > low && values[bottom] > limit) {
      high = bottom - 1
      step *= 2
      bottom = Math.max(low, bottom - step)
    }
    low = bottom
  }
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (values[middle] <= limit) low = middle
    else high = middle - 1
  }
  return low
}
