import type { Random } from '../random.ts'
import { buildCutFinder } from './cut-finder.ts'
import { buildPlainPasses } from './extra-passes.ts'
import { buildSimdPasses } from './extra-passes-simd.ts'
import { type Bag, measureGain, type NodeRows, type Split, type Splitter } from './grow.ts'

/**
 * Extremely randomised splits (P. Geurts, D. Ernst, L. Wehenkel, Machine Learning 63, 2006): one threshold a column,
 * uniform between the least and the greatest value in the node. Cost O(rows in the node) a column.
 */
export function buildExtraSplitter(
  bag: Bag,
  minLeaf: number,
  passes = buildSimdPasses(bag) ?? buildPlainPasses(bag)
): Splitter {
  const { distinct, starts } = bag.matrix
  const findCut = buildCutFinder(bag.matrix)

  function consider(node: NodeRows, column: number, random: Random, best: Split): boolean {
    passes.gather(column)
    const least = passes.least()
    const greatest = passes.greatest()
    if (least === greatest) return false
    const start = starts[column]!
    const low = distinct[start + least]!
    const high = distinct[start + greatest]!
    const drawn = low + random.uniform() * (high - low)
    const threshold = drawn < high ? drawn : low
    const cut = findCut(column, threshold, least, greatest - 1)
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

  return { start() {}, enter: passes.enter, consider, partition() {} }
}
