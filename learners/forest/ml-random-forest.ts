import { codesFor } from './ranks.ts'
import { concatenateTrees, type Forest, LEAF, type Trees } from './trees.ts'

/** The part that we read of the JSON of a regression forest by ml-random-forest 2.1. */
export interface MlForest {
  readonly baseModel: {
    /** For each tree: the column of each of its own column numbers. */
    readonly indexes: readonly (readonly number[])[]
    readonly estimators: readonly { readonly root: MlNode }[]
  }
}
interface MlNode {
  readonly splitColumn?: number
  readonly splitValue?: number
  readonly left?: MlNode
  readonly right?: MlNode
  readonly distribution?: number
}

/**
 * Converts such a forest to our arrays. The means are the same for every row. It has no leaf rows and no gains, so it gives no
 * quantiles and no importance. Throws a TypeError that states the reason for an invalid model. Cost O(nodes).
 */
export function convertMlForest({ baseModel }: MlForest, rows: number, columns: number): Forest {
  const { estimators, indexes } = baseModel
  if (estimators.length === 0 || indexes.length !== estimators.length)
    throw new TypeError('the forest has no trees')
  const trees = estimators.map(({ root }, t) => convertTree(root, indexes[t], rows, columns))
  return { ...concatenateTrees(trees), gains: new Float64Array(columns), isBootstrapped: true }
}

function convertTree(root: MlNode, index: readonly number[], rows: number, columns: number): Trees {
  const features: number[] = []
  const thresholds: number[] = []
  const links: number[] = []
  const nodes = [root]
  for (let at = 0; at < nodes.length; at++) {
    const { left, right, splitColumn, splitValue, distribution } = nodes[at]
    const isLeaf = left === undefined || right === undefined
    const column = isLeaf ? LEAF : index[splitColumn ?? -1]
    const threshold = isLeaf ? distribution : splitValue === undefined ? NaN : previousNumber(splitValue)
    if (column === undefined || (!isLeaf && column >= columns))
      throw new TypeError('the forest splits on an unknown column')
    if (threshold === undefined || !Number.isFinite(threshold))
      throw new TypeError('a node of the forest has no number')
    features.push(column)
    thresholds.push(threshold)
    links.push(isLeaf ? 0 : nodes.length)
    if (!isLeaf) nodes.push(left, right)
  }
  return {
    rows,
    columns,
    roots: Uint32Array.of(0, nodes.length),
    features: Uint16Array.from(features),
    thresholds: Float64Array.from(thresholds),
    links: Uint32Array.from(links),
    leafRows: new (codesFor(rows))(0)
  }
}

/** The greatest number below `value`. ml-random-forest sends x < value left; our trees send x <= threshold left. */
function previousNumber(value: number): number {
  if (value === 0) return -Number.MIN_VALUE
  const number = Float64Array.of(value)
  const bits = new BigInt64Array(number.buffer)
  bits[0] += value > 0 ? -1n : 1n
  return number[0]
}
