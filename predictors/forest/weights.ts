import type { Matrix } from './matrix.ts'
import { findLeaves } from './predict.ts'
import { checkLeafRows, countTrees, type Forest, LEAF, type Trees } from './trees.ts'

/**
 * How much each training row weighs for a query (N. Meinshausen, Quantile Regression Forests, JMLR 2006): in every
 * tree the distinct rows in the query's leaf share 1 / trees equally, however often each was drawn.
 */
export interface LeafWeights {
  /** Adds `share` in all, spread over the training rows, to `out`, by row number. Cost O(trees * rows in a leaf). */
  add(query: number, share: number, out: Float64Array): void
}

/** The weights for the rows of `queries`. TypeError when the trees kept no leaf rows. Errors and cost: findLeaves. */
export function buildLeafWeights(trees: Trees, queries: Matrix): LeafWeights {
  checkLeafRows(trees)
  const treeCount = countTrees(trees)
  const leaves = findLeaves(trees, queries)
  return {
    add(query, share, out) {
      for (let t = 0; t < treeCount; t++)
        addLeaf(trees, leaves[query * treeCount + t]!, share / treeCount, out)
    }
  }
}

/**
 * The weights for the training rows themselves, `queries` being the matrix that was trained on, from those trees
 * alone that did not see the row. A row that every tree saw gets no weight at all. TypeError as above.
 */
export function buildOutOfBagWeights(forest: Forest, queries: Matrix): LeafWeights {
  checkLeafRows(forest)
  const treeCount = countTrees(forest)
  const leaves = findLeaves(forest, queries)
  const isInBag = findBags(forest)
  return {
    add(query, share, out) {
      let unseen = 0
      for (let t = 0; t < treeCount; t++) unseen += 1 - isInBag[t * forest.rows + query]!
      for (let t = 0; t < treeCount; t++)
        if (isInBag[t * forest.rows + query] === 0)
          addLeaf(forest, leaves[query * treeCount + t]!, share / unseen, out)
    }
  }
}

/**
 * For each training row the mean answer of the trees that did not see it; NaN where every tree did.
 * `queries` is the matrix that was trained on. TypeError when the trees kept no leaf rows.
 */
export function predictOutOfBag(forest: Forest, queries: Matrix): Float64Array {
  checkLeafRows(forest)
  const treeCount = countTrees(forest)
  const leaves = findLeaves(forest, queries)
  const isInBag = findBags(forest)
  return Float64Array.from({ length: forest.rows }, (_, row) => {
    let sum = 0
    let unseen = 0
    for (let t = 0; t < treeCount; t++) {
      if (isInBag[t * forest.rows + row] === 1) continue
      sum += forest.thresholds[leaves[row * treeCount + t]!]!
      unseen++
    }
    return sum / unseen
  })
}

/** Mean squared out-of-bag error over the rows that some tree did not see; NaN when there is none. */
export function outOfBagError(forest: Forest, queries: Matrix, targets: Float64Array): number {
  const means = predictOutOfBag(forest, queries)
  let sum = 0
  let count = 0
  for (let row = 0; row < means.length; row++) {
    if (Number.isNaN(means[row]!)) continue
    sum += (means[row]! - targets[row]!) ** 2
    count++
  }
  return sum / count
}

/** Each column's share of the reduction of squared error, summing to 1; all 0 when nothing was ever split. */
export function featureImportance({ gains }: Forest): Float64Array {
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  return gains.map(gain => (total > 0 ? gain / total : 0))
}

/** By tree, then row: 1 where the tree saw the row. Every row it saw is in one of its leaves. */
function findBags({ roots, features, links, leafRows, rows }: Trees): Uint8Array {
  const isInBag = new Uint8Array((roots.length - 1) * rows)
  for (let t = 0; t < roots.length - 1; t++)
    for (let node = roots[t]!; node < roots[t + 1]!; node++) {
      if (features[node] !== LEAF) continue
      const start = links[node]! + 1
      const end = start + leafRows[start - 1]!
      for (let i = start; i < end; i++) isInBag[t * rows + leafRows[i]!] = 1
    }
  return isInBag
}

function addLeaf({ links, leafRows }: Trees, leaf: number, share: number, out: Float64Array): void {
  const start = links[leaf]! + 1
  const count = leafRows[start - 1]!
  for (let i = start; i < start + count; i++) out[leafRows[i]!]! += share / count
}
