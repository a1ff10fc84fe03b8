import { readFileSync } from 'node:fs'
import { serialize } from 'node:v8'
import { expect, test } from 'vitest'
import { compileAssembly, extraSplits } from '../../../deploy/assembly/assembly.ts'
import { buildPlainSplitter, lastAtMost } from '../../../learners/forest/extra-splits.ts'
import { buildSimdSplitter } from '../../../learners/forest/extra-splits-simd.ts'
import { allocateTree, growTree } from '../../../learners/forest/grow.ts'
import { rankMatrix } from '../../../learners/forest/ranks.ts'
import { sortRows } from '../../../learners/forest/sort-rows.ts'
import { allocateBag, drawBag } from '../../../learners/forest/train.ts'
import { Random } from '../../../learners/random.ts'
import { drawFriedman } from './friedman.ts'

/** Trees grown both ways from the same bags: columns evenly spread, of few values, constant, and of both zeros. */
function growBothWays(
  bootstrap: boolean,
  options: { readonly minLeaf: number; readonly featuresPerSplit: number }
) {
  const rows = 1003
  const { matrix, targets } = drawFriedman(rows, 9, 51)
  const bend = [(x: number) => Math.round(9 * x), () => 7, (x: number) => [0, -0, 1][Math.floor(3 * x)]!]
  const values = matrix.values.map((x, i) => bend[Math.floor(i / rows)]?.(x) ?? x)
  const ranked = rankMatrix({ ...matrix, values })
  return [buildSimdSplitter, buildPlainSplitter].map(build => {
    const bag = allocateBag(ranked, targets)
    const trees = Array.from({ length: 20 }, (_, seed) => {
      const random = new Random(seed)
      drawBag(bag, bootstrap, random)
      const tree = allocateTree(rows, options.minLeaf)
      const gains = new Float64Array(9)
      growTree(bag, build(bag, options)!, { ...options, maxDepth: null }, random, tree, gains)
      return { ...tree, gains }
    })
    return trees
  })
}

test.each([1, 2, 3, 4, 5, 7, 9])(
  '%d columns a split: SIMD grows the plain trees, to the last bit',
  featuresPerSplit => {
    for (const minLeaf of [1, 4]) {
      const [simd, plain] = growBothWays(minLeaf === 4, { minLeaf, featuresPerSplit })
      expect(plain![0]!.nodes).toBeGreaterThan(50)
      // As bytes: a difference in words would take minutes to print.
      expect(serialize(simd).equals(serialize(plain))).toBe(true)
    }
  }
)

test('does not copy a matrix of more than 1 GiB', () => {
  const bag = allocateBag(rankMatrix(drawFriedman(10, 5, 55).matrix), new Float64Array(10))
  const large = { ...bag, matrix: { ...bag.matrix, rows: 60_000, columns: 2500 } }
  expect(buildSimdSplitter(large, { minLeaf: 4, featuresPerSplit: 2 })).toBeNull()
})

test('finds the last value at most the threshold from any start of the search', () => {
  const random = new Random(53)
  for (let round = 0; round < 5000; round++) {
    const values = Float64Array.from({ length: 1 + random.integer(60) }, () => random.integer(100)).sort()
    const low = random.integer(values.length)
    const high = low + random.integer(values.length - low)
    const guess = low + random.integer(high - low + 1)
    const limit = values[low]! + random.integer(100)
    const expected = values.findLastIndex((value, i) => i <= high && value <= limit)
    expect(lastAtMost(values, low, high, limit, guess)).toBe(Math.max(low, expected))
  }
})

test('sorts rows like a stable sort by comparison', () => {
  const random = new Random(54)
  for (const draw of [
    () => random.uniform() - 0.5,
    () => random.integer(5) - 2,
    () => (random.uniform() - 0.5) * 10 ** (random.integer(600) - 300),
    () => 1 + random.integer(300) * Number.EPSILON,
    () => -3 - random.integer(3) - random.integer(9) * 1e-12,
    () => [0, -0, Infinity, -Infinity, 5e-324, -5e-324][random.integer(6)]!
  ]) {
    const column = Float64Array.from({ length: 700 }, draw)
    const order = new Uint16Array(700)
    sortRows(column, order)
    const expected = Array.from(column, (_, i) => i).sort((a, b) =>
      column[a]! < column[b]! ? -1 : column[a]! > column[b]! ? 1 : a - b
    )
    expect([...order]).toEqual(expected)
  }
})

test('the module is what its source compiles to', async () => {
  expect(readFileSync(extraSplits.generatedModule, 'utf8')).toBe(await compileAssembly(extraSplits))
})
