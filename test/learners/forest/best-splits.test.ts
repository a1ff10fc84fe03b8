import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bestSplits, compileAssembly } from '../../../deploy/assembly/assembly.ts'
import { buildPlainPasses } from '../../../learners/forest/best-passes.ts'
import { buildSimdPasses } from '../../../learners/forest/best-passes-simd.ts'
import { buildBestSplitter } from '../../../learners/forest/best-splits.ts'
import { allocateTree, type Bag, growTree, partitionStable } from '../../../learners/forest/grow.ts'
import { rankMatrix } from '../../../learners/forest/ranks.ts'
import { allocateBag, drawBag } from '../../../learners/forest/train.ts'
import { Random } from '../../../learners/random.ts'
import { drawFriedman } from './friedman.ts'

/** One column of few values, so that many rows share one. */
function drawRounded(rows: number) {
  const { matrix, targets } = drawFriedman(rows, 6, 61)
  const values = matrix.values.map((x, i) => (i < rows ? Math.round(9 * x) : x))
  return { ranked: rankMatrix({ ...matrix, values }), targets }
}

test('the SIMD passes are bit-identical to the plain passes', () => {
  const { ranked, targets } = drawRounded(1003)
  const bag = allocateBag(ranked, targets)
  const random = new Random(62)
  drawBag(bag, true, random)
  const both = [buildPlainPasses(bag), buildSimdPasses(bag)!]
  for (const passes of both) passes.start()
  let leftCount = 0
  for (let round = 0; round < 2000; round++) {
    // Rows of the bag, all of them or a stretch: partitions send the same rows of every column to its two sides.
    const begin = round % 2 === 0 ? 0 : leftCount
    const node = { begin, end: bag.count, ...total(bag, begin) }
    const column = random.integer(6)
    const minLeaf = 1 + random.integer(5)
    const least = round % 3 === 0 ? -1 : random.uniform()
    const [plain, simd] = both.map(passes => {
      const place = passes.scan(node, column, minLeaf, least)
      const codes = Array.from({ length: bag.count - begin }, (_, i) => passes.codeAt(node, column, i))
      return { place, score: passes.score(), codes }
    })
    expect(simd).toEqual(plain)
    if (begin === 0) leftCount = split(bag, random)
    if (begin === 0) for (const passes of both) passes.partition(node)
  }
})

function total({ rows, count, weights, sums }: Bag, begin: number): { weight: number; sum: number } {
  const own = [...rows.subarray(begin, count)]
  const add = (numbers: Float64Array) => own.reduce((sum, row) => sum + numbers[row]!, 0)
  return { weight: add(weights), sum: add(sums) }
}

/** Sends rows left at random, in bag.rows too; returns how many. */
function split({ rows, count, isLeft, right }: Bag, random: Random): number {
  const share = random.uniform()
  for (let i = 0; i < count; i++) isLeft[rows[i]!] = random.uniform() < share ? 1 : 0
  return Math.min(partitionStable(rows, 0, count, isLeft, right), count - 20)
}

test('SIMD trees equal plain trees, node by node', () => {
  const { ranked, targets } = drawRounded(701)
  for (const [seed, minLeaf] of [1, 2, 4, 9].entries()) {
    const grown = [buildPlainPasses, buildSimdPasses].map(build => {
      const bag = allocateBag(ranked, targets)
      const random = new Random(seed)
      drawBag(bag, seed % 2 === 0, random)
      const tree = allocateTree(701, minLeaf)
      const gains = new Float64Array(6)
      const splitter = buildBestSplitter(bag, { minLeaf, featuresPerSplit: 3 }, build(bag)!)
      growTree(bag, splitter, { minLeaf, maxDepth: null }, random, tree, gains)
      return { ...tree, gains }
    })
    expect(grown[0]!.nodes).toBeGreaterThan(50)
    expect(grown[1]).toEqual(grown[0])
  }
})

test('uses the plain passes for row numbers above 16 bits', () => {
  const matrix = { rows: 65_536, columns: 1, values: Float64Array.from({ length: 65_536 }, (_, i) => i % 7) }
  expect(buildSimdPasses(allocateBag(rankMatrix(matrix), new Float64Array(65_536)))).toBeNull()
})

test('the module is what its source compiles to', async () => {
  expect(readFileSync(bestSplits.generatedModule, 'utf8')).toBe(await compileAssembly(bestSplits))
})
