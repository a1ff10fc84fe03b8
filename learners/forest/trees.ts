import { type Codes, codesFor } from './ranks.ts'

/**
 * Regression trees as arrays by node, one tree after the other. The two children of a node are adjacent and come after it in
 * the same tree. A row with x[feature] <= threshold goes to the left child links[node], otherwise to links[node] + 1.
 */
export interface Trees {
  /** The number of columns of a row, and the number of training rows. */
  readonly columns: number
  readonly rows: number
  /** The root, which is the first node, of each tree; at the end the number of nodes. */
  readonly roots: Uint32Array
  /** The column that a node compares; LEAF at a leaf. */
  readonly features: Uint16Array
  /** The threshold of a node; at a leaf: the mean of its targets, weighted by the number of times each was drawn. */
  readonly thresholds: Float64Array
  /** The left child; at a leaf: the index of its rows in leafRows. */
  readonly links: Uint32Array
  /** For each leaf: the number of its distinct training rows, then their row numbers. Empty: not stored. */
  readonly leafRows: Codes
}

/** features[node] of a leaf. A forest must therefore read fewer than 65,535 columns. */
export const LEAF = 65535

/** Trees with further results of their training. */
export interface Forest extends Trees {
  /** By column: the reduction of the squared error by its splits, summed over trees. */
  readonly gains: Float64Array
  /** Whether each tree was trained on a bootstrap sample of the rows. */
  readonly isBootstrapped: boolean
}

export function countTrees({ roots }: Trees): number {
  return roots.length - 1
}

/** Concatenates the trees of the pieces, which must be of one training and not empty. Cost O(bytes). */
export function concatenateTrees(pieces: readonly Trees[]): Trees {
  const { columns, rows } = pieces[0]
  const nodes = pieces.reduce((total, piece) => total + piece.features.length, 0)
  const leafRowCount = pieces.reduce((total, piece) => total + piece.leafRows.length, 0)
  const all = {
    columns,
    rows,
    roots: new Uint32Array(pieces.reduce((total, piece) => total + countTrees(piece), 1)),
    features: new Uint16Array(nodes),
    thresholds: new Float64Array(nodes),
    links: new Uint32Array(nodes),
    leafRows: new (codesFor(rows))(leafRowCount)
  }
  let tree = 0
  let node = 0
  let leafRow = 0
  for (const piece of pieces) {
    for (let t = 0; t < countTrees(piece); t++) all.roots[tree++] = piece.roots[t] + node
    all.features.set(piece.features, node)
    all.thresholds.set(piece.thresholds, node)
    all.leafRows.set(piece.leafRows, leafRow)
    for (let i = 0; i < piece.links.length; i++)
      all.links[node + i] = piece.links[i] + (piece.features[i] === LEAF ? leafRow : node)
    node += piece.features.length
    leafRow += piece.leafRows.length
  }
  all.roots[tree] = node
  return all
}

/** Throws a TypeError if the trees have no leaf rows. */
export function checkLeafRows({ leafRows }: Trees): void {
  if (leafRows.length === 0)
    throw new TypeError('these trees have no leaf rows: they give means, no quantiles')
}
