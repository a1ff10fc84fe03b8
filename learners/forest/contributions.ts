import { checkLeafRows, countTrees, LEAF, type Trees } from './trees.ts'

/** How the answer of a forest for one row comes about. */
interface Contributions {
  /** The mean of the roots: the answer for a row of which nothing is known. */
  readonly base: number
  /** By column. Their sum and `base` give the answer of the forest (predictMean). */
  readonly columns: Float64Array
}

/**
 * Contributions by decision paths (A. Saabas, Interpreting random forests, 2014). In every tree each step from a node to its
 * child adds the child's mean minus the node's mean to the column that the node compares. The mean of the trees is returned.
 * The mean of a node is that of the leaves below it, weighted by their numbers of distinct training rows.
 * Throws a TypeError if the trees have no leaf rows, and a RangeError for a row of another length.
 * Cost O(trees depth); the first call for these trees also computes their nodes' means in O(nodes).
 */
export function measureContributions(trees: Trees, row: ArrayLike<number>): Contributions {
  const { features, thresholds, links, roots, columns: width } = trees
  if (row.length !== width) throw new RangeError(`a row of ${row.length} columns; the trees read ${width}`)
  const means = findNodeMeans(trees)
  const treeCount = countTrees(trees)
  const columns = new Float64Array(width)
  let base = 0
  for (let tree = 0; tree < treeCount; tree++) {
    let node = roots[tree]
    let column = features[node]
    let mean = column === LEAF ? thresholds[node] : means[node]
    base += mean
    while (column !== LEAF) {
      node = links[node] + (row[column] > thresholds[node] ? 1 : 0)
      const next = features[node]
      const nextMean = next === LEAF ? thresholds[node] : means[node]
      columns[column] += nextMean - mean
      column = next
      mean = nextMean
    }
  }
  for (let column = 0; column < width; column++) columns[column] /= treeCount
  return { base: base / treeCount, columns }
}

/** The means are a third of the size of the trees, so they are computed only for forests that explain an answer. */
const knownMeans = new WeakMap<Trees, Float32Array>()

/** The mean of each inner node. Those of the leaves are their thresholds, which have all digits. */
function findNodeMeans(trees: Trees): Float32Array {
  const known = knownMeans.get(trees)
  if (known) return known
  checkLeafRows(trees)
  const { features, thresholds, links, leafRows } = trees
  const means = new Float32Array(features.length)
  const counts = new Uint32Array(features.length)
  const meanOf = (node: number) => (features[node] === LEAF ? thresholds[node] : means[node])
  // Children come after their parent.
  for (let node = features.length - 1; node >= 0; node--) {
    const link = links[node]
    if (features[node] === LEAF) {
      counts[node] = leafRows[link]
      continue
    }
    counts[node] = counts[link] + counts[link + 1]
    means[node] = (counts[link] * meanOf(link) + counts[link + 1] * meanOf(link + 1)) / counts[node]
  }
  knownMeans.set(trees, means)
  return means
}
