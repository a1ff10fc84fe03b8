import { type Codes, codesFor } from './ranks.ts'

/**
 * Regression trees, one after the other, as arrays by node. A node's two children are neighbours, after it in its own
 * tree: x[feature] <= threshold goes to the left one, links[node], else to the right one, links[node] + 1.
 */
export interface Trees {
  /** Columns of the rows they read, and rows they were trained on. */
  readonly columns: number
  readonly rows: number
  /** First node of each tree, its root, and the number of nodes at the end. */
  readonly roots: Uint32Array
  /** The column a node asks; LEAF at a leaf. */
  readonly features: Uint16Array
  /** What a node compares with; at a leaf: the mean of its targets, each as often as it was drawn. */
  readonly thresholds: Float64Array
  /** The left child; at a leaf: where its rows begin in leafRows. */
  readonly links: Uint32Array
  /** For each leaf the number of its distinct training rows, then their numbers. Empty: not kept. */
  readonly leafRows: Codes
}

/** features[node] of a leaf. So a forest reads fewer than 65,535 columns. */
export const LEAF = 65535

/** Trees with what training learned beside them. */
export interface Forest extends Trees {
  /** By how much the splits on each column reduced the squared error, summed over trees. */
  readonly gains: Float64Array
  /** Whether each tree saw only part of the rows. */
  readonly isBootstrapped: boolean
}

/** How many trees. */
export function countTrees({ roots }: Trees): number {
  return roots.length - 1
}

/** All the trees of the pieces, in order, as one. The pieces are of one training and not empty. Cost O(bytes). */
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

/** TypeError when the trees kept no leaf rows. */
export function checkLeafRows({ leafRows }: Trees): void {
  if (leafRows.length === 0)
    throw new TypeError('these trees kept no leaf rows: they give a mean, no quantiles')
}
