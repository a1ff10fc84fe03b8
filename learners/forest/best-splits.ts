import type { Random } from '../random.ts'
import { buildPlainPasses } from './best-passes.ts'
import { buildSimdPasses } from './best-passes-simd.ts'
import { type Best, findSplit, resetColumns } from './find-split.ts'
import { type Bag, type NodeRows, partitionRows, type Splitter } from './grow.ts'
import type { SplitOptions } from './options.ts'

/**
 * Best splits (L. Breiman, Machine Learning 45, 2001): thresholds are halfway between two adjacent values. Stable partitions
 * keep the rows of every column sorted within each node.
 * Cost O(rows in the node) for each column searched, and the same for each column partitioned.
 */
export function buildBestSplitter(
  bag: Bag,
  { minLeaf, featuresPerSplit }: SplitOptions,
  passes = buildSimdPasses(bag) ?? buildPlainPasses(bag)
): Splitter<Best> {
  const { distinct, starts } = bag.matrix
  const columns = new Uint32Array(bag.matrix.columns)
  let random: Random

  function consider(node: NodeRows, column: number, _random: Random, best: Best): boolean {
    const greatest = passes.codeAt(node, column, node.end - node.begin - 1)
    if (passes.codeAt(node, column, 0) === greatest) return false
    // The score is the gain without its constant factor.
    const place = passes.scan(node, column, minLeaf, best.gain / node.weight)
    if (place < 0) return true
    const start = starts[column]
    const cut = passes.codeAt(node, column, place)
    const low = distinct[start + cut]
    const high = distinct[start + passes.codeAt(node, column, place + 1)]
    const middle = low + (high - low) / 2
    best.column = column
    best.cut = cut
    best.threshold = middle < high ? middle : low
    best.gain = passes.score() * node.weight
    return true
  }

  return {
    rows: bag.rows,
    start(own) {
      random = own
      resetColumns(columns)
      passes.start()
    },
    findSplit: node => findSplit(node, columns, featuresPerSplit, random, consider),
    partition(node, split) {
      const left = partitionRows(bag, node, split)
      // Not necessary if both children will be leaves.
      const maxCount = Math.max(left.count, node.end - node.begin - left.count)
      if (maxCount >= 2 * minLeaf) passes.partition(node)
      return left
    }
  }
}
