import { codesFor } from './ranks.ts'
import { concatenateTrees, type Forest, LEAF, type Trees } from './trees.ts'

/** What we read of the JSON that ml-random-forest 2.1 writes of a trained regression forest. */
export interface MlForest {
  readonly baseModel: {
    /** For each tree the columns it was given, in its own numbering. */
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
 * That forest in our arrays: the same mean for every row. It keeps no leaf rows and no gains, so it gives a point, no
 * quantiles and no importance. TypeError with the reason for a model that is not one. Cost O(nodes).
 */
export function convertMlForest({ baseModel }: MlForest, rows: number, columns: number): Forest {
  const { estimators, indexes } = baseModel
  if (estimators.length === 0 || indexes.length !== estimators.length)
    throw new TypeError('it holds no trees')
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
      throw new TypeError('it splits on an unknown column')
    if (threshold === undefined || !Number.isFinite(threshold))
      throw new TypeError('a node of it has no number')
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

/** The greatest number below `value`: its trees send x < value left, ours x <= threshold. */
function previousNumber(value: number): number {
  if (value === 0) return -Number.MIN_VALUE
  const number = Float64Array.of(value)
  const bits = new BigInt64Array(number.buffer)
  bits[0] += value > 0 ? -1n : 1n
  return number[0]
}
