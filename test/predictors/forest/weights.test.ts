import { expect, test } from 'vitest'
import { buildLeafSamples, findQuantiles } from '../../../predictors/forest/leaf-samples.ts'
import { selectRows } from '../../../predictors/forest/matrix.ts'
import { predictMean } from '../../../predictors/forest/predict.ts'
import { sortValues, weightedQuantile, weightedRank } from '../../../predictors/forest/quantiles.ts'
import { rankMatrix } from '../../../predictors/forest/ranks.ts'
import { trainForest } from '../../../predictors/forest/train.ts'
import { LEAF } from '../../../predictors/forest/trees.ts'
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

test('collected leaf samples are the weights, sparse and sorted, query after query', () => {
  const queries = drawFriedman(40, 5, 15).matrix
  // Ties among the targets too.
  const rounded = targets.map(Math.round)
  const sorted = sortValues(rounded)
  const leafWeights = buildLeafWeights(forest, queries)
  const samples = buildLeafSamples(forest, queries, sorted)
  const shares = [0, 0.1, 0.5, 0.9, 1]
  for (let query = 0; query < 40; query++) {
    const weights = new Float64Array(300)
    leafWeights.add(query, 1, weights)
    const collected = samples.collect(query)
    const expected = [...sorted.order].filter(row => weights[row]! > 0)
    expect([...collected.values]).toEqual(expected.map(row => rounded[row]))
    collected.weights.forEach((weight, i) => {
      expect(weight).toBeCloseTo(weights[expected[i]!]!, 14)
    })
    expect(findQuantiles(collected, shares)).toEqual(
      shares.map(share => weightedQuantile(sorted, weights, share))
    )
  }
  expect(findQuantiles({ values: new Float64Array(0), weights: new Float64Array(0) }, [0.5])).toEqual([NaN])
})

test('walking rows in blocks, by four at a time, is walking each alone', () => {
  const queries = drawFriedman(131, 5, 16).matrix
  const all = predictMean(forest, queries)
  for (let row = 0; row < 131; row++) {
    let sum = 0
    for (let t = 0; t < 20; t++) {
      let node = forest.roots[t]!
      while (forest.features[node] !== LEAF)
        node =
          forest.links[node]! +
          (queries.values[forest.features[node]! * 131 + row]! <= forest.thresholds[node]! ? 0 : 1)
      sum += forest.thresholds[node]!
    }
    expect(all[row]).toBe(sum / 20)
  }
})
