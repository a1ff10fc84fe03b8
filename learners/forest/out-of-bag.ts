import type { Matrix } from './matrix.ts'
import { findLeaves } from './predict.ts'
import { checkLeafRows, countTrees, type Forest, LEAF, type Trees } from './trees.ts'

/**
 * For each training row: the mean answer of the trees that were not trained on it. NaN if every tree was. `queries` is the
 * training matrix. Throws a TypeError if the trees have no leaf rows.
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
      sum += forest.thresholds[leaves[row * treeCount + t]]
      unseen++
    }
    return sum / unseen
  })
}

/** The mean squared out-of-bag error over the rows that at least one tree was not trained on. NaN if there are none. */
export function outOfBagError(forest: Forest, queries: Matrix, targets: Float64Array): number {
  const means = predictOutOfBag(forest, queries)
  let sum = 0
  let count = 0
  for (let row = 0; row < means.length; row++) {
    if (Number.isNaN(means[row])) continue
    sum += (means[row] - targets[row]) ** 2
    count++
  }
  return sum / count
}

/** By tree, then row: 1 if the tree was trained on the row, that is if the row is in one of its leaves. */
export function findBags({ roots, features, links, leafRows, rows }: Trees): Uint8Array {
  const isInBag = new Uint8Array((roots.length - 1) * rows)
  for (let t = 0; t < roots.length - 1; t++)
    for (let node = roots[t]; node < roots[t + 1]; node++) {
      if (features[node] !== LEAF) continue
      const start = links[node] + 1
      const end = start + leafRows[start - 1]
      for (let i = start; i < end; i++) isInBag[t * rows + leafRows[i]] = 1
    }
  return isInBag
}
