import type { Random } from '../random.ts'
import type { ForestOptions } from './options.ts'
import type { Codes, RankedMatrix } from './ranks.ts'
import { LEAF } from './trees.ts'

/** The training rows of a tree. The same bag is reused for each tree. */
export interface Bag {
  readonly matrix: RankedMatrix
  /** The distinct rows of the bag, in ascending order. A splitter may reorder them. */
  readonly rows: Codes
  count: number
  /**
   * By row number: the number of times it was drawn, and that number times (its target - `center`). The products are rounded to
   * multiples of `grid`, so that their sums are exact in any order.
   */
  readonly weights: Float64Array
  readonly sums: Float64Array
  /** By row number. */
  readonly targets: Float64Array
  readonly center: number
  readonly grid: number
  /** By row number, scratch: 1 if a split sends the row left, otherwise 0. */
  readonly isLeft: Uint8Array
  /** Scratch for partitions. */
  readonly right: Codes
}

/** The rows of one node: their range in node order, their weight and their sum. */
export interface NodeRows {
  readonly begin: number
  readonly end: number
  readonly weight: number
  readonly sum: number
}

/** A split of one node: column <= threshold goes left; gain: see measureGain. */
interface Split {
  readonly column: number
  readonly threshold: number
  readonly gain: number
}

/** The left side of a split: the number of distinct rows, their weight and their sum. */
interface LeftRows {
  readonly count: number
  readonly weight: number
  readonly sum: number
}

/** Finds and applies the splits of a kind of forest. */
export interface Splitter<Own extends Split = Split> {
  /** The distinct rows in the bag, in node order. */
  readonly rows: Codes
  /** Called once for each tree, after the bag is drawn. All further random numbers of the tree are from `random`. */
  start(random: Random, count: number): void
  /** The split of a node. Null if no split is possible. */
  findSplit(node: NodeRows): Own | null
  /** Moves the rows that the last found split sends left to the front. Both sides keep their order. */
  partition(node: NodeRows, split: Own): LeftRows
}

/** One tree. Nodes and leaf rows are as in Trees, but numbered from 0. */
export interface Tree {
  nodes: number
  readonly features: Uint16Array
  readonly thresholds: Float64Array
  readonly links: Uint32Array
  readonly leafRows: Uint32Array
  leafRowsLength: number
}

/** Allocates memory for any tree on `rows` rows. */
export function allocateTree(rows: number, minLeaf: number): Tree {
  const leaves = Math.max(1, Math.floor(rows / minLeaf))
  return {
    nodes: 0,
    features: new Uint16Array(2 * leaves - 1),
    thresholds: new Float64Array(2 * leaves - 1),
    links: new Uint32Array(2 * leaves - 1),
    leafRows: new Uint32Array(rows + leaves),
    leafRowsLength: 0
  }
}

/**
 * Grows one tree from the bag into `tree` and adds the gains of its splits to `gains` by column. The order is depth first, left
 * first, so the tree depends only on the bag and `random`.
 */
export function growTree<Own extends Split>(
  bag: Bag,
  splitter: Splitter<Own>,
  { minLeaf, maxDepth }: Pick<ForestOptions, 'minLeaf' | 'maxDepth'>,
  random: Random,
  tree: Tree,
  gains: Float64Array
): void {
  tree.nodes = 1
  tree.leafRowsLength = 0
  splitter.start(random, bag.count)
  const { rows } = splitter
  const open = [{ node: 0, depth: 0, own: measureRoot(bag) }]
  while (open.length > 0) {
    const { node, depth, own } = open.pop()!
    const count = own.end - own.begin
    const mayOpen = count >= 2 * minLeaf && (maxDepth === null || depth < maxDepth)
    const isPure = haveOneTarget(bag, rows, own)
    const split = mayOpen && !isPure ? splitter.findSplit(own) : null
    if (split === null) {
      writeLeaf(bag, rows, own, isPure, node, tree)
      continue
    }
    gains[split.column] += split.gain
    const left = splitter.partition(own, split)
    const middle = own.begin + left.count
    const child = tree.nodes
    tree.nodes += 2
    tree.features[node] = split.column
    tree.thresholds[node] = split.threshold
    tree.links[node] = child
    // Sums are exact, so the difference is the sum of the other rows.
    const right = { begin: middle, end: own.end, weight: own.weight - left.weight, sum: own.sum - left.sum }
    open.push({ node: child + 1, depth: depth + 1, own: right })
    open.push({
      node: child,
      depth: depth + 1,
      own: { begin: own.begin, end: middle, weight: left.weight, sum: left.sum }
    })
  }
}

function measureRoot({ rows, count, weights, sums }: Bag): NodeRows {
  let weight = 0
  let sum = 0
  for (let i = 0; i < count; i++) {
    weight += weights[rows[i]]
    sum += sums[rows[i]]
  }
  return { begin: 0, end: count, weight, sum }
}

function haveOneTarget({ targets }: Bag, rows: Codes, { begin, end }: NodeRows): boolean {
  const first = targets[rows[begin]]
  for (let i = begin + 1; i < end; i++) if (targets[rows[i]] !== first) return false
  return true
}

/** Partitions bag.rows by code <= cut. Writes to bag.isLeft which rows go left. */
export function partitionRows(
  bag: Bag,
  { begin, end }: NodeRows,
  { column, cut }: { readonly column: number; readonly cut: number }
): LeftRows {
  const { rows, matrix, weights, sums, isLeft } = bag
  const { codes } = matrix
  const offset = column * matrix.rows
  let weight = 0
  let sum = 0
  for (let i = begin; i < end; i++) {
    const row = rows[i]
    const goesLeft = isAtMost(codes[offset + row], cut)
    isLeft[row] = goesLeft
    weight += goesLeft * weights[row]
    sum += goesLeft * sums[row]
  }
  return { count: partitionStable(rows, begin, end, isLeft, bag.right), weight, sum }
}

/** 1 if code <= cut, otherwise 0. Without a branch, which the processor would mispredict half of the time. Below 2^31. */
export function isAtMost(code: number, cut: number): number {
  return (code - cut - 1) >>> 31
}

/** Moves the left rows to the front; both sides keep their order. Returns their number. Without branches, as above. */
export function partitionStable(
  rows: Codes,
  begin: number,
  end: number,
  isLeft: Uint8Array,
  right: Codes
): number {
  let left = begin
  let rightCount = 0
  for (let i = begin; i < end; i++) {
    const row = rows[i]
    const goesLeft = isLeft[row]
    rows[left] = row
    right[rightCount] = row
    left += goesLeft
    rightCount += 1 - goesLeft
  }
  for (let i = 0; i < rightCount; i++) rows[left + i] = right[i]
  return left - begin
}

/**
 * The reduction of the squared error by a split: sum_L^2/w_L + sum_R^2/w_R - sum^2/w, computed as
 * (sum_L - sum w_L/w)^2 w / (w_L w_R), which avoids cancellation.
 */
export function measureGain(node: NodeRows, leftWeight: number, leftSum: number): number {
  const excess = leftSum - (node.sum / node.weight) * leftWeight
  return (excess * excess * node.weight) / (leftWeight * (node.weight - leftWeight))
}

function writeLeaf(bag: Bag, rows: Codes, node: NodeRows, isPure: boolean, index: number, tree: Tree): void {
  const { begin, end } = node
  tree.features[index] = LEAF
  tree.thresholds[index] = isPure ? bag.targets[rows[begin]] : averageTargets(bag, rows, node)
  tree.links[index] = tree.leafRowsLength
  tree.leafRows[tree.leafRowsLength++] = end - begin
  for (let i = begin; i < end; i++) tree.leafRows[tree.leafRowsLength++] = rows[i]
}

/** Computed from the targets, because bag.sums are rounded. */
function averageTargets(
  { weights, targets, center }: Bag,
  rows: Codes,
  { begin, end, weight }: NodeRows
): number {
  let sum = 0
  for (let i = begin; i < end; i++) sum += weights[rows[i]] * (targets[rows[i]] - center)
  return center + sum / weight
}
