import { expect, test } from 'vitest'
import { Random } from '../../learners/random.ts'
import { measureDrift } from '../../trainer/drift.ts'
import { summarizeFeatures } from '../../trainer/feature-summary.ts'

const names = ['steady', 'shifting', 'mostly-zero', 'sometimes-missing']

function draw(seed: number, count: number, shift = 0, missing = 0.1) {
  const random = new Random(seed)
  return Array.from({ length: count }, () => [
    random.uniform(),
    random.uniform() + random.uniform() + shift,
    random.uniform() < 0.7 ? 0 : random.uniform(),
    random.uniform() < missing ? Number.NaN : random.uniform()
  ])
}

const training = draw(1, 5_000)
const summaries = summarizeFeatures(names, training)
const indexOf = (drifts: ReturnType<typeof measureDrift>, name: string) =>
  drifts.find(({ feature }) => feature === name)!.index

test('a summary contains mean, deviation, deciles and the count of present values', () => {
  const [only] = summarizeFeatures(['x'], [[3], [1], [Number.NaN], [2]])
  expect(only).toMatchObject({ name: 'x', count: 3, mean: 2 })
  expect(only!.standardDeviation).toBeCloseTo(Math.sqrt(2 / 3), 12)
  expect(only!.deciles).toHaveLength(11)
  expect([only!.deciles[0], only!.deciles[5], only!.deciles[10]]).toEqual([1, 2, 3])
  expect(summarizeFeatures(['y'], [[Number.NaN]])[0]).toMatchObject({ count: 0, deciles: [] })
})

test('without drift every index is near (bins - 1) / rows, far below the limit', () => {
  for (let seed = 2; seed < 12; seed++) {
    const [most] = measureDrift(summaries, 5_000, draw(seed, 500))
    expect(most!.index).toBeLessThan(0.08)
  }
})

test('finds a shift of one standard deviation in the feature that shifted', () => {
  const drifts = measureDrift(summaries, 5_000, draw(2, 500, 0.41))
  expect(drifts[0]!.feature).toBe('shifting')
  expect(drifts[0]!.index).toBeGreaterThan(0.25)
  expect(indexOf(drifts, 'steady')).toBeLessThan(0.08)
})

test('reports drift for new missing values', () => {
  const drifts = measureDrift(summaries, 5_000, draw(3, 500, 0, 0.6))
  expect(drifts[0]!.feature).toBe('sometimes-missing')
  expect(drifts[0]!.index).toBeGreaterThan(0.25)
})

test('the index of two bins equals that computed by hand', () => {
  // Training: half 0, half 1. Recent: a quarter 0. (0.25 - 0.5) ln 0.5 + (0.75 - 0.5) ln 1.5.
  const [summary] = summarizeFeatures(
    ['half'],
    Array.from({ length: 100 }, (_, index) => [index % 2])
  )
  const recent = Array.from({ length: 100 }, (_, index) => [index % 4 === 0 ? 0 : 1])
  const [drift] = measureDrift([summary!], 100, recent)
  expect(drift!.index).toBeCloseTo(-0.25 * Math.log(0.5) + 0.25 * Math.log(1.5), 12)
})

test('reports drift if other sparse features are present than in the training set', () => {
  const training = Array.from({ length: 200 }, (_, i) => ({ the: 1, [i % 2 === 0 ? 'cat' : 'dog']: 1 }))
  const summaries = summarizeFeatures(null, training)
  expect(summaries.map(({ name, count }) => [name, count])).toEqual([
    ['the', 200],
    ['cat', 100],
    ['dog', 100]
  ])
  const [most] = measureDrift(summaries, 200, training)
  expect(most!.index).toBeCloseTo(0)
  const others = Array.from({ length: 100 }, () => ({ the: 1, cat: 1 }))
  const drift = new Map(measureDrift(summaries, 200, others).map(({ feature, index }) => [feature, index]))
  expect(drift.get('the')).toBeCloseTo(0)
  expect(drift.get('dog')).toBeGreaterThan(0.25)
})

test('a sparse feature named like an object member is missing if it is not given', () => {
  expect(summarizeFeatures(null, [{ constructor: 2 }, {}])).toMatchObject([{ name: 'constructor', count: 1 }])
})
