import { Random } from '../random.ts'
import { buildBestSplitter } from './best-splits.ts'
import { buildExtraSplitter } from './extra-splits.ts'
import { allocateTree, type Bag, growTree, type Tree } from './grow.ts'
import { checkOptions, type ForestOptions } from './options.ts'
import { codesFor, type RankedMatrix } from './ranks.ts'
import { concatenateTrees, countTrees, type Forest, type Trees } from './trees.ts'

/** Some trees of a forest: the result of one part of a training. Structured-clonable. */
export interface TreeBatch extends Trees {
  /** The index of the first tree in the whole forest. */
  readonly firstTree: number
  /** By tree, then column: see Forest.gains. */
  readonly treeGains: Float64Array
  readonly isBootstrapped: boolean
}

/**
 * Trains the trees firstTree ... firstTree + treeCount - 1 of the forest that `options` describe. Each tree has its own random
 * stream, split from the seed by its index, so it does not depend on other trees or on the thread.
 * Throws a RangeError for invalid options or targets. Cost: see the splitters.
 */
export function trainTrees(
  matrix: RankedMatrix,
  targets: Float64Array,
  options: ForestOptions,
  firstTree = 0,
  treeCount = options.trees
): TreeBatch {
  checkTraining(matrix, targets, options)
  const bag = allocateBag(matrix, targets)
  const splitter = (options.kind === 'extra' ? buildExtraSplitter : buildBestSplitter)(bag, options)
  const room = allocateTree(matrix.rows, options.minLeaf)
  const treeGains = new Float64Array(treeCount * matrix.columns)
  const seeded = new Random(options.seed)
  const grown: Trees[] = []
  for (let i = 0; i < treeCount; i++) {
    const random = seeded.split(firstTree + i)
    const gains = treeGains.subarray(i * matrix.columns, (i + 1) * matrix.columns)
    drawBag(bag, options.bootstrap, random)
    growTree(bag, splitter, options, random, room, gains)
    grown.push(trim(room, matrix))
  }
  return { ...concatenateTrees(grown), firstTree, treeGains, isBootstrapped: options.bootstrap }
}

/**
 * Combines batches to a forest. The result does not depend on how the trees were divided into batches.
 * Throws a RangeError unless the batches are of one training and contain each tree from 0 exactly once. Cost O(bytes).
 */
export function combineTrees(batches: readonly TreeBatch[]): Forest {
  const ordered = batches.toSorted((a, b) => a.firstTree - b.firstTree)
  const [first] = ordered
  if (first === undefined) throw new RangeError('no trees to combine')
  let next = 0
  for (const batch of ordered) {
    if (batch.firstTree !== next) throw new RangeError(`tree ${next} is missing or occurs twice`)
    if (batch.rows !== first.rows || batch.columns !== first.columns)
      throw new RangeError('batches of different trainings')
    next += countTrees(batch)
  }
  const gains = new Float64Array(first.columns)
  for (const { treeGains } of ordered)
    for (let i = 0; i < treeGains.length; i++) gains[i % first.columns] += treeGains[i]
  return { ...concatenateTrees(ordered), gains, isBootstrapped: first.isBootstrapped }
}

/** Trains the whole forest on this thread. */
export function trainForest(matrix: RankedMatrix, targets: Float64Array, options: ForestOptions): Forest {
  return combineTrees([trainTrees(matrix, targets, options)])
}

function checkTraining(matrix: RankedMatrix, targets: Float64Array, options: ForestOptions): void {
  checkOptions(options, matrix.columns)
  if (matrix.rows === 0) throw new RangeError('no rows to train on')
  if (targets.length !== matrix.rows) throw new RangeError(`${targets.length} targets, ${matrix.rows} rows`)
  const bad = targets.findIndex(target => !Number.isFinite(target))
  if (bad >= 0) throw new RangeError(`target ${bad}: ${targets[bad]} is not finite`)
}

/** Allocates a bag for these rows. */
export function allocateBag(matrix: RankedMatrix, targets: Float64Array): Bag {
  let sum = 0
  for (const target of targets) sum += target
  const center = sum / matrix.rows
  return {
    matrix,
    targets,
    center,
    grid: findGrid(targets, center),
    rows: new (codesFor(matrix.rows))(matrix.rows),
    count: 0,
    weights: new Float64Array(matrix.rows),
    sums: new Float64Array(matrix.rows),
    isLeft: new Uint8Array(matrix.rows),
    right: new (codesFor(matrix.rows))(matrix.rows)
  }
}

/** Fills the bag of one tree: rows drawn with replacement, or every row once. */
export function drawBag(bag: Bag, isBootstrapped: boolean, random: Random): void {
  const { matrix, weights, sums, targets, center, grid } = bag
  weights.fill(isBootstrapped ? 0 : 1)
  if (isBootstrapped) for (let i = 0; i < matrix.rows; i++) weights[random.integer(matrix.rows)] += 1
  bag.count = 0
  for (let row = 0; row < matrix.rows; row++) {
    if (weights[row] === 0) continue
    bag.rows[bag.count++] = row
    sums[row] = Math.round((weights[row] * (targets[row] - center)) / grid) * grid
  }
}

/**
 * A power of two for which every sum of its multiples over a bag has at most 52 bits. Additions are then exact, so adding in
 * another order (several at once) gives the same split. The rounding error is at most rows * max|target - center| * 2^-53,
 * which does not change the test error.
 */
function findGrid(targets: Float64Array, center: number): number {
  let greatest = 0
  for (const target of targets) greatest = Math.max(greatest, Math.abs(target - center))
  return 2 ** (Math.ceil(Math.log2(greatest * targets.length || 1)) - 52)
}

function trim(tree: Tree, { rows, columns }: RankedMatrix): Trees {
  const { nodes, leafRowsLength } = tree
  return {
    rows,
    columns,
    roots: Uint32Array.of(0, nodes),
    features: tree.features.slice(0, nodes),
    thresholds: tree.thresholds.slice(0, nodes),
    links: tree.links.slice(0, nodes),
    leafRows: new (codesFor(rows))(tree.leafRows.subarray(0, leafRowsLength))
  }
}
