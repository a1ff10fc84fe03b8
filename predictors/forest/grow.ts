import type { Random } from '../random.ts'
import type { ForestOptions } from './options.ts'
import type { Codes, RankedMatrix } from './ranks.ts'
import { LEAF } from './trees.ts'

/**
 * What a tree is grown from: the rows in its bag, by node. Rows rows[begin] ... rows[end - 1] are those of the node at
 * hand; partitions keep it so. Reused from tree to tree.
 */
export interface Bag {
  readonly matrix: RankedMatrix
  /** Distinct rows in the bag, in node order. */
  readonly rows: Codes
  count: number
  /**
   * By row number: how often it was drawn, and that times its target less `center`, rounded so that any of them add up
   * exactly, in whatever order (see roundForSums).
   */
  readonly weights: Float64Array
  readonly sums: Float64Array
  /** By row number: its target. */
  readonly targets: Float64Array
  readonly center: number
  /** By row number, scratch: 1 where a split sends it left, else 0. */
  readonly isLeft: Uint8Array
  /** Scratch for partitions. */
  readonly right: Codes
}

/** The rows of one node: where they are in the bag, what they weigh and sum to. */
export interface NodeRows {
  readonly begin: number
  readonly end: number
  readonly weight: number
  readonly sum: number
}

/** A split of one node: column <= threshold, that is code <= cut, goes left; gain: see measureGain. */
export interface Split {
  column: number
  cut: number
  threshold: number
  gain: number
}

/** How a kind of forest finds and makes its splits. */
export interface Splitter {
  /** Called once a tree, when the bag has been drawn. */
  start(): void
  /** Called once a node, before its columns are considered. */
  enter(node: NodeRows): void
  /** Writes into `best` the split of `column` when it beats best.gain. False: the column is constant here. */
  consider(node: NodeRows, column: number, random: Random, best: Split): boolean
  /** Reorders what the splitter keeps by node, by bag.isLeft. Not called when both children are to be leaves. */
  partition(node: NodeRows): void
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
export function growTree(
  bag: Bag,
  splitter: Splitter,
  options: ForestOptions,
  random: Random,
  tree: Tree,
  gains: Float64Array
): void {
  const { minLeaf, maxDepth } = options
  const columns = Uint32Array.from({ length: bag.matrix.columns }, (_, c) => c)
  tree.nodes = 1
  tree.leafRowsLength = 0
  splitter.start()
  const open = [{ node: 0, begin: 0, end: bag.count, depth: 0 }]
  while (open.length > 0) {
    const { node, begin, end, depth } = open.pop()!
    const rows = measure(bag, begin, end)
    const isOpen = end - begin >= 2 * minLeaf && (maxDepth === null || depth < maxDepth) && !rows.isPure
    const split = isOpen ? findSplit(splitter, rows, columns, options.featuresPerSplit, random) : null
    if (split === null) {
      writeLeaf(bag, rows, node, tree)
      continue
    }
    gains[split.column]! += split.gain
    const leftCount = partitionRows(bag, begin, end, split)
    if (Math.max(leftCount, end - begin - leftCount) >= 2 * minLeaf) splitter.partition(rows)
    const left = tree.nodes
    tree.nodes += 2
    tree.features[node] = split.column
    tree.thresholds[node] = split.threshold
    tree.links[node] = left
    open.push({ node: left + 1, begin: begin + leftCount, end, depth: depth + 1 })
    open.push({ node: left, begin, end: begin + leftCount, depth: depth + 1 })
  }
}

function measure(bag: Bag, begin: number, end: number): NodeRows & { isPure: boolean } {
  const { rows, weights, sums, targets } = bag
  const first = targets[rows[begin]!]!
  let isPure = true
  let weight = 0
  let sum = 0
  for (let i = begin; i < end; i++) {
    const row = rows[i]!
    weight += weights[row]!
    sum += sums[row]!
    if (targets[row] !== first) isPure = false
  }
  return { begin, end, weight, sum, isPure }
}

/** The best split of `count` columns drawn without replacement; of more when those are all constant; else null. */
function findSplit(
  splitter: Splitter,
  node: NodeRows,
  columns: Uint32Array,
  count: number,
  random: Random
): Split | null {
  const best = { column: -1, cut: 0, threshold: 0, gain: -1 }
  let varying = 0
  splitter.enter(node)
  for (let drawn = 0; drawn < columns.length && (drawn < count || varying === 0); drawn++) {
    const pick = drawn + random.integer(columns.length - drawn)
    const column = columns[pick]!
    columns[pick] = columns[drawn]!
    columns[drawn] = column
    if (splitter.consider(node, column, random, best)) varying++
  }
  return best.column < 0 ? null : best
}

function partitionRows(bag: Bag, begin: number, end: number, split: Split): number {
  const { rows, matrix, isLeft } = bag
  const { codes } = matrix
  const offset = split.column * matrix.rows
  const { cut } = split
  for (let i = begin; i < end; i++) {
    const row = rows[i]!
    isLeft[row] = isAtMost(codes[offset + row]!, cut)
  }
  return partitionStable(rows, begin, end, isLeft, bag.right)
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
    const row = rows[i]!
    const goesLeft = isLeft[row]!
    rows[left] = row
    right[rightCount] = row
    left += goesLeft
    rightCount += 1 - goesLeft
  }
  for (let i = 0; i < rightCount; i++) rows[left + i] = right[i]!
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

function writeLeaf(bag: Bag, node: NodeRows & { isPure: boolean }, index: number, tree: Tree): void {
  const { begin, end } = node
  tree.features[index] = LEAF
  tree.thresholds[index] = node.isPure ? bag.targets[bag.rows[begin]!]! : averageTargets(bag, node)
  tree.links[index] = tree.leafRowsLength
  tree.leafRows[tree.leafRowsLength++] = end - begin
  for (let i = begin; i < end; i++) tree.leafRows[tree.leafRowsLength++] = bag.rows[i]!
}

/** From the targets themselves: bag.sums are rounded. */
function averageTargets({ rows, weights, targets, center }: Bag, { begin, end, weight }: NodeRows): number {
  let sum = 0
  for (let i = begin; i < end; i++) sum += weights[rows[i]!]! * (targets[rows[i]!]! - center)
  return center + sum / weight
}
