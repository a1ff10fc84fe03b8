import { expect, test } from 'vitest'
import { buildLeafSamples, buildOutOfBagSamples } from '../../../learners/forest/leaf-samples.ts'
import { type Matrix, selectRows } from '../../../learners/forest/matrix.ts'
import { predictOutOfBag } from '../../../learners/forest/out-of-bag.ts'
import { findLeaves, predictMean } from '../../../learners/forest/predict.ts'
import { rankMatrix } from '../../../learners/forest/ranks.ts'
import { trainForest } from '../../../learners/forest/train.ts'
import { type Forest, LEAF } from '../../../learners/forest/trees.ts'
import {
  findQuantile,
  findQuantiles,
  findRank,
  rank,
  spreadSamples
} from '../../../predictors/cascade-size/log-sizes.ts'
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
const { order, values } = rank(targets)
const sum = (weights: Float64Array) => weights.reduce((total, weight) => total + weight, 0)

/** The weights by training row, added up leaf by leaf over the trees that `counts` lets in: the definition. */
function weigh(own: Forest, queries: Matrix, query: number, counts: (tree: number) => boolean): Float64Array {
  const treeCount = own.roots.length - 1
  const leaves = findLeaves(own, queries)
  const counted = Array.from({ length: treeCount }, (_, tree) => tree).filter(counts)
  const weights = new Float64Array(own.rows)
  for (const tree of counted) {
    const start = own.links[leaves[query * treeCount + tree]!]! + 1
    const rows = own.leafRows.subarray(start, start + own.leafRows[start - 1]!)
    for (const row of rows) weights[row]! += 1 / rows.length / counted.length
  }
  return weights
}

/** Whether a tree has the row in one of its leaves. */
function hasSeen({ roots, features, links, leafRows }: Forest, tree: number, row: number): boolean {
  for (let node = roots[tree]!; node < roots[tree + 1]!; node++) {
    const start = links[node]! + 1
    if (features[node] === LEAF && leafRows.subarray(start, start + leafRows[start - 1]!).includes(row))
      return true
  }
  return false
}

test('leaf samples equal the weights of the definition, for several queries in sequence', () => {
  const queries = drawFriedman(40, 5, 15).matrix
  const samples = buildLeafSamples(forest, queries, order)
  for (let query = 0; query < 40; query++) {
    const weights = weigh(forest, queries, query, () => true)
    const sample = samples.collect(query, 0.5)
    expect([...sample.ranks]).toEqual([...order.keys()].filter(at => weights[order[at]!]! > 0))
    sample.ranks.forEach((at, i) => {
      expect(sample.weights[i]).toBeCloseTo(weights[order[at]!]! / 2, 14)
    })
    expect(sum(sample.weights)).toBeCloseTo(0.5, 12)
  }
})

test('out-of-bag samples use only trees that were not trained on the row', () => {
  const samples = buildOutOfBagSamples(forest, matrix, order)
  for (let row = 0; row < 300; row += 7) {
    const weights = weigh(forest, matrix, row, tree => !hasSeen(forest, tree, row))
    const { ranks, weights: found } = samples.collect(row, 1)
    expect(weights[row]).toBe(0)
    expect([...ranks]).toEqual([...order.keys()].filter(at => weights[order[at]!]! > 0))
    ranks.forEach((at, i) => {
      expect(found[i]).toBeCloseTo(weights[order[at]!]!, 14)
    })
  }
})

test('without a bootstrap samples average to the mean answer, and no row is out of bag', () => {
  const whole = trainForest(rankMatrix(matrix), targets, { ...options, bootstrap: false })
  const queries = drawFriedman(40, 5, 12).matrix
  const means = predictMean(whole, queries)
  const samples = buildLeafSamples(whole, queries, order)
  for (let query = 0; query < 40; query++) {
    const { ranks, weights } = samples.collect(query, 1)
    expect(ranks.reduce((mean, at, i) => mean + weights[i]! * values[at]!, 0)).toBeCloseTo(means[query]!, 10)
  }
  expect(predictOutOfBag(whole, matrix).every(Number.isNaN)).toBe(true)
  expect(buildOutOfBagSamples(whole, matrix, order).collect(0, 1).ranks).toHaveLength(0)
})

test('quantiles and ranks equal those computed by hand', () => {
  expect(rank(Float64Array.of(30, 10, 20, 20))).toEqual({
    values: Float64Array.of(10, 20, 20, 30),
    order: Uint32Array.of(1, 2, 3, 0)
  })
  const equal = { values: Float64Array.of(10, 20, 20, 30), weights: Float64Array.of(1, 1, 1, 1) }
  expect([0, 0.25, 0.26, 0.75, 0.76, 1].map(share => findQuantile(equal, share))).toEqual([
    10, 10, 20, 20, 30, 30
  ])
  expect([...findQuantiles(equal, [0, 0.25, 0.26, 0.75, 0.76, 1])]).toEqual([10, 10, 20, 20, 30, 30])
  expect(findRank(equal, 20)).toBe(0.5)
  expect(findRank({ ...equal, weights: Float64Array.of(1, 1, 1, 5) }, 10)).toBe(1 / 16)
})

test('four of five fresh outcomes lie between their 10 % and 90 % quantiles', () => {
  const train = drawFriedman(1500, 5, 13)
  const wide = trainForest(rankMatrix(train.matrix), train.targets, { ...options, trees: 50, minLeaf: 8 })
  const fresh = drawFriedman(600, 5, 14)
  const ranked = rank(train.targets)
  const samples = buildLeafSamples(wide, fresh.matrix, ranked.order)
  const isInside = fresh.targets.map((target, query) => {
    const own = spreadSamples(ranked, samples.collect(query, 1))
    return findQuantile(own, 0.1) <= target && target <= findQuantile(own, 0.9) ? 1 : 0
  })
  expect(sum(isInside) / 600).toBeGreaterThan(0.8)
})

test('selected rows get the same answers as in the whole matrix', () => {
  const picked = selectRows(matrix, [7, 299, 0])
  const all = predictMean(forest, matrix)
  expect([...predictMean(forest, picked)]).toEqual([all[7], all[299], all[0]])
})

// 1 and 129 end with a single row, 131 with three.
test.each([1, 129, 131])('walking %i rows in blocks of four equals walking each row separately', rows => {
  const queries = drawFriedman(rows, 5, 16).matrix
  const all = predictMean(forest, queries)
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let t = 0; t < 20; t++) {
      let node = forest.roots[t]!
      while (forest.features[node] !== LEAF)
        node =
          forest.links[node]! +
          (queries.values[forest.features[node]! * rows + row]! <= forest.thresholds[node]! ? 0 : 1)
      sum += forest.thresholds[node]!
    }
    expect(all[row]).toBe(sum / 20)
  }
})
