import { expect, test } from 'vitest'
import { featureImportance } from '../../../learners/forest/importance.ts'
import { type Matrix, matrixFromRows } from '../../../learners/forest/matrix.ts'
import { type ForestOptions, featuresForShare } from '../../../learners/forest/options.ts'
import { outOfBagError } from '../../../learners/forest/out-of-bag.ts'
import { findLeaves, predictMean } from '../../../learners/forest/predict.ts'
import { rankMatrix } from '../../../learners/forest/ranks.ts'
import { combineTrees, trainForest, trainTrees } from '../../../learners/forest/train.ts'
import { countTrees, type Forest, LEAF } from '../../../learners/forest/trees.ts'
import { Random } from '../../../learners/random.ts'
import { drawFriedman } from './friedman.ts'

const plain: ForestOptions = {
  kind: 'random',
  trees: 1,
  bootstrap: false,
  featuresPerSplit: 1,
  minLeaf: 1,
  maxDepth: null,
  seed: 1
}
const kinds = ['random', 'extra'] as const

test.each(kinds)('%s: a step from 0 to 10 is found exactly', kind => {
  const matrix = matrixFromRows(
    Array.from({ length: 100 }, (_, i) => [i]),
    1
  )
  const targets = Float64Array.from({ length: 100 }, (_, i) => (i < 37 ? 0 : 10))
  const forest = trainForest(rankMatrix(matrix), targets, { ...plain, kind, trees: 10 })
  expect([...predictMean(forest, matrix)]).toEqual([...targets])
  if (kind === 'random') expect(forest.thresholds[0]).toBe(36.5)
})

test.each(kinds)('%s: constant targets, and constant columns, make a single leaf', kind => {
  const { matrix } = drawFriedman(50, 3, 1)
  const flat = trainForest(rankMatrix(matrix), new Float64Array(50).fill(0.1), { ...plain, kind })
  expect([...flat.features]).toEqual([LEAF])
  expect([...predictMean(flat, matrix)]).toEqual(new Array(50).fill(0.1))
  const same = { rows: 50, columns: 3, values: new Float64Array(150).fill(7) }
  const targets = Float64Array.from({ length: 50 }, (_, i) => i)
  const blind = trainForest(rankMatrix(same), targets, { ...plain, kind })
  expect(blind.features.length).toBe(1)
  expect(blind.thresholds[0]).toBeCloseTo(24.5, 12)
})

test.each(kinds)('%s: leaves and depth respect their limits', kind => {
  const { matrix, targets } = drawFriedman(600, 6, 2)
  const options = { ...plain, kind, bootstrap: true, trees: 5, minLeaf: 7, featuresPerSplit: 3 }
  const forest = trainForest(rankMatrix(matrix), targets, options)
  for (let node = 0; node < forest.features.length; node++)
    if (forest.features[node] === LEAF)
      expect(forest.leafRows[forest.links[node]!]!).toBeGreaterThanOrEqual(7)
  const shallow = trainForest(rankMatrix(matrix), targets, { ...options, maxDepth: 2 })
  expect(shallow.features.length).toBeLessThanOrEqual(5 * 7)
  expect(shallow.features.length).toBeGreaterThan(5 * 3)
})

test.each(kinds)('%s: a training row ends at the leaf that contains it', kind => {
  const { matrix, targets } = drawFriedman(500, 4, 8)
  // One column spread evenly, one bent up, one bent down, one of few values.
  const bend = [
    (x: number) => x,
    (x: number) => Math.exp(20 * x),
    (x: number) => -1 / x,
    (x: number) => Math.round(3 * x)
  ]
  const bent = { ...matrix, values: matrix.values.map((x, i) => bend[Math.floor(i / 500)]!(x)) }
  const options = { ...plain, kind, trees: 20, featuresPerSplit: 2, minLeaf: 2 }
  const { links, leafRows, ...forest } = trainForest(rankMatrix(bent), targets, options)
  findLeaves({ links, leafRows, ...forest }, bent).forEach((leaf, i) => {
    const start = links[leaf]! + 1
    expect(leafRows.subarray(start, start + leafRows[start - 1]!)).toContain(Math.floor(i / 20))
  })
})

test('the first split of a best-split tree is that of a brute-force search', () => {
  for (let seed = 0; seed < 20; seed++) {
    const random = new Random(seed)
    // Few distinct values, so that ties are common.
    const rows = Array.from({ length: 40 }, () => Array.from({ length: 3 }, () => random.integer(8)))
    const targets = Float64Array.from({ length: 40 }, () => random.uniform())
    const forest = trainForest(rankMatrix(matrixFromRows(rows, 3)), targets, {
      ...plain,
      seed,
      featuresPerSplit: 3,
      minLeaf: 3,
      maxDepth: 1
    })
    const expected = searchSplit(rows, targets, 3)
    const left = rows.map(row => row[forest.features[0]!]! <= forest.thresholds[0]!)
    expect(squaredError(targets, left)).toBeCloseTo(expected, 10)
  }
})

function searchSplit(rows: number[][], targets: Float64Array, minLeaf: number): number {
  let best = Infinity
  for (let column = 0; column < 3; column++)
    for (let limit = 0; limit < 8; limit++) {
      const isLeft = rows.map(row => row[column]! <= limit)
      const leftCount = isLeft.filter(Boolean).length
      if (leftCount >= minLeaf && rows.length - leftCount >= minLeaf)
        best = Math.min(best, squaredError(targets, isLeft))
    }
  return best
}

function squaredError(targets: Float64Array, isLeft: boolean[]): number {
  return [true, false].reduce((total, side) => {
    const own = [...targets].filter((_, i) => isLeft[i] === side)
    const mean = own.reduce((sum, target) => sum + target, 0) / own.length
    return total + own.reduce((sum, target) => sum + (target - mean) ** 2, 0)
  }, 0)
}

test('a best-split forest groups training rows the same under any increasing transform of a column', () => {
  const { matrix, targets } = drawFriedman(300, 5, 3)
  const bent: Matrix = { ...matrix, values: matrix.values.map(value => Math.exp(5 * value)) }
  const options = { ...plain, trees: 10, bootstrap: true, featuresPerSplit: 2 }
  const straight = trainForest(rankMatrix(matrix), targets, options)
  const curved = trainForest(rankMatrix(bent), targets, options)
  expect(curved.features).toEqual(straight.features)
  expect(curved.leafRows).toEqual(straight.leafRows)
})

test.each(kinds)('%s: the forest is the same for any number and order of parts', kind => {
  const { matrix, targets } = drawFriedman(400, 6, 4)
  const ranked = rankMatrix(matrix)
  const options = { ...plain, kind, trees: 12, bootstrap: true, featuresPerSplit: 2, minLeaf: 4, seed: 99 }
  const whole = trainForest(ranked, targets, options)
  expect(countTrees(whole)).toBe(12)
  for (const size of [1, 5, 7]) {
    const parts = []
    for (let first = 0; first < 12; first += size)
      parts.unshift(trainTrees(ranked, targets, options, first, Math.min(size, 12 - first)))
    expect(combineTrees(parts)).toEqual(whole)
  }
  const other = trainForest(ranked, targets, { ...options, seed: 100 })
  expect(other.thresholds).not.toEqual(whole.thresholds)
})

test('the out-of-bag error equals that of new rows, and both are near the noise', () => {
  const train = drawFriedman(2000, 8, 5)
  const fresh = drawFriedman(1000, 8, 6)
  for (const kind of kinds) {
    const options = { ...plain, kind, trees: 60, bootstrap: true, featuresPerSplit: 6, minLeaf: 3 }
    const forest = trainForest(rankMatrix(train.matrix), train.targets, options)
    const freshError = meanSquaredError(predictMean(forest, fresh.matrix), fresh.targets)
    const ownError = outOfBagError(forest, train.matrix, train.targets)
    expect(ownError / freshError).toBeGreaterThan(0.85)
    expect(ownError / freshError).toBeLessThan(1.25)
    expect(freshError).toBeLessThan(0.15 * variance(fresh.targets))
    expectImportance(forest)
  }
})

function expectImportance(forest: Forest): void {
  const importance = featureImportance(forest)
  expect(importance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  expect(Math.min(importance[0]!, importance[1]!, importance[3]!)).toBeGreaterThan(
    3 * Math.max(importance[5]!, importance[6]!, importance[7]!)
  )
}

function meanSquaredError(guesses: Float64Array, targets: Float64Array): number {
  return guesses.reduce((sum, guess, i) => sum + (guess - targets[i]!) ** 2, 0) / targets.length
}

function variance(targets: Float64Array): number {
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length
  return meanSquaredError(new Float64Array(targets.length).fill(mean), targets)
}

test('names an invalid option or target', () => {
  const { matrix, targets } = drawFriedman(20, 2, 7)
  const ranked = rankMatrix(matrix)
  expect(() => trainForest(ranked, targets, { ...plain, featuresPerSplit: 3 })).toThrow(/featuresPerSplit/)
  expect(() => trainForest(ranked, targets.subarray(1), plain)).toThrow('19 targets, 20 rows')
  expect(() => trainForest(ranked, targets.with(3, NaN), plain)).toThrow('target 3: NaN is not finite')
  expect(() => rankMatrix({ ...matrix, values: matrix.values.with(21, Infinity) })).toThrow('row 1, column 1')
  expect(() => matrixFromRows([[1, 2], [3]], 2)).toThrow('row 1 has 1 columns, not 2')
  expect(() => predictMean(trainForest(ranked, targets, plain), drawFriedman(5, 3, 1).matrix)).toThrow(
    /columns/
  )
  expect(() => combineTrees([trainTrees(ranked, targets, plain, 1, 1)])).toThrow('tree 0 is missing')
  expect(featuresForShare(0.4, 42)).toBe(16)
})
