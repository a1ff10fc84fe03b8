import type { Matrix } from './matrix.ts'
import { countTrees, LEAF, type Trees } from './trees.ts'

/** Rows walked together: their columns and one tree's nodes stay in the nearest cache. */
const BLOCK_ROWS = 64

/**
 * The mean of the trees' answers for each row. RangeError when the rows have other columns than the trees were
 * trained on. Cost O(rows trees depth).
 */
export function predictMean(trees: Trees, matrix: Matrix): Float64Array {
  const means = new Float64Array(matrix.rows)
  visitLeaves(trees, matrix, (leaves, firstRow, count) => {
    for (let i = 0; i < count; i++) means[firstRow + i]! += trees.thresholds[leaves[i]!]!
  })
  const treeCount = countTrees(trees)
  for (let row = 0; row < means.length; row++) means[row]! /= treeCount
  return means
}

/** The leaf of each row in each tree: that of row r in tree t is at [r * trees + t]. Errors and cost as predictMean. */
export function findLeaves(trees: Trees, matrix: Matrix): Uint32Array {
  const treeCount = countTrees(trees)
  const found = new Uint32Array(matrix.rows * treeCount)
  visitLeaves(trees, matrix, (leaves, firstRow, count, tree) => {
    for (let i = 0; i < count; i++) found[(firstRow + i) * treeCount + tree] = leaves[i]!
  })
  return found
}

type Visit = (leaves: Uint32Array, firstRow: number, count: number, tree: number) => void

/** Calls `visit` for each block of rows and tree, trees in order, with the leaves of rows firstRow ... + count - 1. */
function visitLeaves(trees: Trees, { rows, columns, values }: Matrix, visit: Visit): void {
  if (columns !== trees.columns)
    throw new RangeError(`rows of ${columns} columns; the trees read ${trees.columns}`)
  const { roots, features, thresholds, links } = trees
  const block = new Float64Array(Math.min(rows, BLOCK_ROWS) * columns)
  const leaves = new Uint32Array(Math.min(rows, BLOCK_ROWS))
  for (let firstRow = 0; firstRow < rows; firstRow += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - firstRow)
    for (let c = 0; c < columns; c++)
      for (let i = 0; i < count; i++) block[i * columns + c] = values[c * rows + firstRow + i]!
    for (let tree = 0; tree < roots.length - 1; tree++) {
      const root = roots[tree]!
      for (let i = 0; i < count; i++) {
        let node = root
        let feature = features[node]!
        while (feature !== LEAF) {
          node = links[node]! + (block[i * columns + feature]! <= thresholds[node]! ? 0 : 1)
          feature = features[node]!
        }
        leaves[i] = node
      }
      visit(leaves, firstRow, count, tree)
    }
  }
}
