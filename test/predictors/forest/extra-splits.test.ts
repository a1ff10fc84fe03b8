import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildPlainPasses } from '../../../predictors/forest/extra-passes.ts'
import { buildSimdPasses } from '../../../predictors/forest/extra-passes-simd.ts'
import { lastAtMost } from '../../../predictors/forest/extra-splits.ts'
import { rankMatrix } from '../../../predictors/forest/ranks.ts'
import { sortRows } from '../../../predictors/forest/sort-rows.ts'
import { allocateBag, drawBag } from '../../../predictors/forest/train.ts'
import { Random } from '../../../predictors/random.ts'
import { compileAssembly, extraSplits } from '../../../scripts/assembly.ts'
import { drawFriedman } from './friedman.ts'

test('the passes in SIMD find what the plain ones find, to the last bit', () => {
  const { matrix, targets } = drawFriedman(1003, 6, 51)
  const rounded = { ...matrix, values: matrix.values.map((x, i) => (i < 1003 ? Math.round(9 * x) : x)) }
  const bag = allocateBag(rankMatrix(rounded), targets)
  const random = new Random(52)
  drawBag(bag, true, random)
  const plain = buildPlainPasses(bag)
  const simd = buildSimdPasses(bag)!
  for (let round = 0; round < 2000; round++) {
    const begin = random.integer(bag.count)
    const most = random.integer(2) === 0 ? 20 : bag.count
    const end = Math.min(bag.count, begin + 1 + random.integer(most))
    const column = random.integer(6)
    const cut = random.integer(column === 0 ? 10 : 1003)
    const found = [plain, simd].map(passes => {
      passes.enter({ begin, end, weight: 0, sum: 0 })
      passes.gather(column)
      const range = [passes.least(), passes.greatest()]
      passes.sumLeft(cut)
      return [...range, passes.leftCount(), passes.leftWeight(), passes.leftSum()]
    })
    expect(found[1]).toEqual(found[0])
  }
})

test('rows beyond 16 bits take the plain passes', () => {
  const matrix = { rows: 65_536, columns: 1, values: Float64Array.from({ length: 65_536 }, (_, i) => i % 7) }
  expect(buildSimdPasses(allocateBag(rankMatrix(matrix), new Float64Array(65_536)))).toBeNull()
})

test('a cut is the last value at most the threshold, wherever the search begins', () => {
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

test('rows are sorted as by comparison, ties by position', () => {
  const random = new Random(54)
  for (const draw of [
    () => random.uniform() - 0.5,
    () => random.integer(5) - 2,
    () => (random.uniform() - 0.5) * 10 ** (random.integer(600) - 300),
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
