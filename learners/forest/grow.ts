import type { Random } from '../random.ts'
import type { ForestOptions } from './options.ts'
import type { Codes, RankedMatrix } from './ranks.ts'
import { LEAF } from './trees.ts'

/** What a tree is grown from: the rows in its bag. Reused from tree to tree. */
export interface Bag {
  readonly matrix: RankedMatrix
  /** Distinct rows in the bag, rising; what a splitter makes of their order is its own affair. */
  readonly rows: Codes
  count: number
  /**
   * By row number: how often it was drawn, and that times its target less `center`, rounded to multiples of `grid`, so
   * that any of them add up exactly, in whatever order.
   */
  readonly weights: Float64Array
  readonly sums: Float64Array
  /** By row number: its target. */
  readonly targets: Float64Array
  readonly center: number
  readonly grid: number
  /** By row number, scratch: 1 where a split sends it left, else 0. */
  readonly isLeft: Uint8Array
  /** Scratch for partitions. */
  readonly right: Codes
}

/** The rows of one node: where they are in node order, what they weigh and sum to. */
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

/** What a split sends left: how many distinct rows, what they weigh and sum to. */
interface LeftRows {
  readonly count: number
  readonly weight: number
  readonly sum: number
}

/** How a kind of forest finds and makes its splits. */
export interface Splitter<Own extends Split = Split> {
  /** The distinct rows in the bag, in node order. */
  readonly rows: Codes
  /** Called once a tree, when the bag has been drawn; all that is random in the tree from there on is from `random`. */
  start(random: Random, count: number): void
  /** The split of a node; null when none may be made. */
  findSplit(node: NodeRows): Own | null
  /** Moves those of the node's rows that the split just found sends left to the front, order kept on both sides. */
  partition(node: NodeRows, split: Own): LeftRows
}

/** One tree, its nodes as in Trees but numbered from 0, its leaf rows likewise. */
export interface Tree {
  nodes: number
  readonly features: Uint16Array
  readonly thresholds: Float64Array
  readonly links: Uint32Array
  readonly leafRows: Uint32Array
  leafRowsLength: number
}

/** Room for any tree on `rows` rows. */
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
 * Grows one tree from the bag into `tree`, adding to `gains` by column. Depth first, left first, so the stream of
 * random numbers, and with it the tree, depends on nothing but the bag and `random`.
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
    // Sums are exact: what is left of them is what the other rows sum to.
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

/** The partition of bag.rows itself. Leaves in bag.isLeft which rows went left: code <= cut. */
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

/** 1 when code <= cut, else 0: without a jump, which would be guessed wrong half of the time. Below 2^31. */
export function isAtMost(code: number, cut: number): number {
  return (code - cut - 1) >>> 31
}

/** Moves the rows sent left to the front, order kept on both sides; returns how many. No jumps, as above. */
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
 * By how much a split reduces the squared error: sum_L^2/w_L + sum_R^2/w_R - sum^2/w, written as
 * (sum_L - sum w_L/w)^2 w / (w_L w_R), which loses no digits.
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

/** From the targets themselves: bag.sums are rounded. */
function averageTargets(
  { weights, targets, center }: Bag,
  rows: Codes,
  { begin, end, weight }: NodeRows
): number {
  let sum = 0
  for (let i = begin; i < end; i++) sum += weights[rows[i]] * (targets[rows[i]] - center)
  return center + sum / weight
}
