import { expect, test } from 'vitest'
import { selectRows } from '../../../predictors/forest/matrix.ts'
import { predictMean } from '../../../predictors/forest/predict.ts'
import { sortValues, weightedQuantile, weightedRank } from '../../../predictors/forest/quantiles.ts'
import { rankMatrix } from '../../../predictors/forest/ranks.ts'
import { trainForest } from '../../../predictors/forest/train.ts'
import {
  buildLeafWeights,
  buildOutOfBagWeights,
  predictOutOfBag
} from '../../../predictors/forest/weights.ts'
import { drawFriedman } from './friedman.ts'

const { matrix, targets } = drawFriedman(300, 5, 11)
const options = {
  kind: 'extra',
  trees: 20,
  bootstrap: true,
  featuresPerSplit: 2,
  minLeaf: 4,
  maxDepth: null,
  seed: 3
} as const
const forest = trainForest(rankMatrix(matrix), targets, options)
const sum = (weights: Float64Array) => weights.reduce((total, weight) => total + weight, 0)

test('weights of a query sum to its share, and without a bootstrap average to the mean answer', () => {
  const whole = trainForest(rankMatrix(matrix), targets, { ...options, bootstrap: false })
  const queries = drawFriedman(40, 5, 12).matrix
  const means = predictMean(whole, queries)
  const leafWeights = buildLeafWeights(whole, queries)
  for (let query = 0; query < 40; query++) {
    const weights = new Float64Array(300)
    leafWeights.add(query, 0.5, weights)
    expect(sum(weights)).toBeCloseTo(0.5, 12)
    expect(2 * weights.reduce((total, weight, row) => total + weight * targets[row]!, 0)).toBeCloseTo(
      means[query]!,
      10
    )
  }
})

test('out-of-bag weights never come from the row itself, in-bag ones do', () => {
  const unseen = buildOutOfBagWeights(forest, matrix)
  const seen = buildLeafWeights(forest, matrix)
  let selfWeight = 0
  for (let row = 0; row < 300; row++) {
    const weights = new Float64Array(300)
    unseen.add(row, 1, weights)
    expect(weights[row]).toBe(0)
    expect(sum(weights)).toBeCloseTo(1, 12)
    const own = new Float64Array(300)
    seen.add(row, 1, own)
    selfWeight += own[row]!
  }
  expect(selfWeight).toBeGreaterThan(0)
})

test('a row every tree saw has no out-of-bag answer', () => {
  const whole = trainForest(rankMatrix(matrix), targets, { ...options, bootstrap: false })
  expect(predictOutOfBag(whole, matrix).every(Number.isNaN)).toBe(true)
  const weights = new Float64Array(300)
  buildOutOfBagWeights(whole, matrix).add(0, 1, weights)
  expect(sum(weights)).toBe(0)
})

test('weighted quantiles and ranks by hand', () => {
  const sorted = sortValues(Float64Array.of(30, 10, 20, 20))
  expect([...sorted.order]).toEqual([1, 2, 3, 0])
  const equal = Float64Array.of(1, 1, 1, 1)
  expect([0, 0.25, 0.26, 0.75, 0.76, 1].map(share => weightedQuantile(sorted, equal, share))).toEqual([
    10, 10, 20, 20, 30, 30
  ])
  expect(weightedQuantile(sorted, Float64Array.of(1, 0, 0, 9), 0)).toBe(20)
  expect(weightedQuantile(sorted, new Float64Array(4), 0.5)).toBeNaN()
  expect(weightedRank(sorted, equal, 20)).toBe(0.5)
  expect(weightedRank(sorted, Float64Array.of(5, 1, 1, 1), 10)).toBe(1 / 16)
})

test('four of five fresh outcomes lie between their 10 % and 90 % quantiles', () => {
  const train = drawFriedman(1500, 5, 13)
  const wide = trainForest(rankMatrix(train.matrix), train.targets, { ...options, trees: 50, minLeaf: 8 })
  const fresh = drawFriedman(600, 5, 14)
  const leafWeights = buildLeafWeights(wide, fresh.matrix)
  const sorted = sortValues(train.targets)
  const isInside = fresh.targets.map((target, query) => {
    const weights = new Float64Array(1500)
    leafWeights.add(query, 1, weights)
    const low = weightedQuantile(sorted, weights, 0.1)
    return low <= target && target <= weightedQuantile(sorted, weights, 0.9) ? 1 : 0
  })
  expect(sum(isInside) / 600).toBeGreaterThan(0.8)
})

test('selected rows are answered as in their place', () => {
  const picked = selectRows(matrix, [7, 299, 0])
  const all = predictMean(forest, matrix)
  expect([...predictMean(forest, picked)]).toEqual([all[7], all[299], all[0]])
})
