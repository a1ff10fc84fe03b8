import type { Matrix } from './matrix.ts'
import { countTrees, LEAF, type Trees } from './trees.ts'

/** The number of rows in a block. The columns of a block and the nodes of one tree fit in the L1 cache. */
const BLOCK_ROWS = 64

/**
 * The mean of the answers of the trees for each row. Throws a RangeError if the number of columns differs from that of the
 * training matrix. Cost O(rows trees depth).
 */
export function predictMean(trees: Trees, matrix: Matrix): Float64Array {
  const means = new Float64Array(matrix.rows)
  visitLeaves(trees, matrix, (leaves, firstRow, count) => {
    for (let i = 0; i < count; i++) means[firstRow + i] += trees.thresholds[leaves[i]]
  })
  const treeCount = countTrees(trees)
  for (let row = 0; row < means.length; row++) means[row] /= treeCount
  return means
}

/** The leaf of each row in each tree: [r * trees + t] is the leaf of row r in tree t. Errors and cost: see predictMean. */
export function findLeaves(trees: Trees, matrix: Matrix): Uint32Array {
  const treeCount = countTrees(trees)
  const found = new Uint32Array(matrix.rows * treeCount)
  visitLeaves(trees, matrix, (leaves, firstRow, count, tree) => {
    for (let i = 0; i < count; i++) found[(firstRow + i) * treeCount + tree] = leaves[i]
  })
  return found
}

type Visit = (leaves: Uint32Array, firstRow: number, count: number, tree: number) => void

/** Calls `visit` for each block of rows and each tree, with the leaves of the rows firstRow ... firstRow + count - 1. */
function visitLeaves(trees: Trees, { rows, columns, values }: Matrix, visit: Visit): void {
  if (columns !== trees.columns)
    throw new RangeError(`rows of ${columns} columns; the trees read ${trees.columns}`)
  const room = Math.min(BLOCK_ROWS, Math.ceil(rows / LANES) * LANES)
  const block = new Float64Array(room * columns)
  const leaves = new Uint32Array(room)
  for (let firstRow = 0; firstRow < rows; firstRow += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - firstRow)
    for (let c = 0; c < columns; c++)
      for (let i = 0; i < count; i++) block[i * columns + c] = values[c * rows + firstRow + i]
    for (let tree = 0; tree < trees.roots.length - 1; tree++) {
      for (let i = 0; i < count; i += LANES)
        if (i === count - 1) leaves[i] = walkAlone(trees, trees.roots[tree], block, i)
        else walk(trees, trees.roots[tree], block, i, leaves)
      visit(leaves, firstRow, count, tree)
    }
  }
}

/** The number of rows that walk a tree at once. While one waits for memory, the others continue. */
const LANES = 4
const differences = new Float64Array(LANES)
const halves = new Int32Array(differences.buffer)

/** Walks row i of the block from `root` to its leaf: a single query takes half of the time that four lanes take. */
function walkAlone(
  { features, thresholds, links, columns }: Trees,
  root: number,
  block: Float64Array,
  i: number
): number {
  let node = root
  for (let feature = features[node]; feature !== LEAF; feature = features[node]) {
    differences[0] = thresholds[node] - block[i * columns + feature]
    node = links[node] + (halves[1] >>> 31)
  }
  return node
}

/**
 * Walks rows i ... i + 3 of the block from `root` to their leaves. The sign bit of threshold - value decides the side. A branch
 * would be mispredicted half of the time (twice as slow). The difference of two distinct finite numbers never rounds to 0, so
 * this equals value > threshold.
 */
function walk(trees: Trees, root: number, block: Float64Array, i: number, leaves: Uint32Array): void {
  const { features, thresholds, links, columns } = trees
  const [rowA, rowB, rowC, rowD] = [i * columns, (i + 1) * columns, (i + 2) * columns, (i + 3) * columns]
  let a = root
  let b = root
  let c = root
  let d = root
  for (;;) {
    const featureA = features[a]
    const featureB = features[b]
    const featureC = features[c]
    const featureD = features[d]
    if (featureA === LEAF && featureB === LEAF && featureC === LEAF && featureD === LEAF) break
    if (featureA !== LEAF) {
      differences[0] = thresholds[a] - block[rowA + featureA]
      a = links[a] + (halves[1] >>> 31)
    }
    if (featureB !== LEAF) {
      differences[1] = thresholds[b] - block[rowB + featureB]
      b = links[b] + (halves[3] >>> 31)
    }
    if (featureC !== LEAF) {
      differences[2] = thresholds[c] - block[rowC + featureC]
      c = links[c] + (halves[5] >>> 31)
    }
    if (featureD !== LEAF) {
      differences[3] = thresholds[d] - block[rowD + featureD]
      d = links[d] + (halves[7] >>> 31)
    }
  }
  leaves[i] = a
  leaves[i + 1] = b
  leaves[i + 2] = c
  leaves[i + 3] = d
}
