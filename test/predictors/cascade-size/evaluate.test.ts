import { beforeAll, expect, test } from 'vitest'
import { splitFolds } from '../../../learners/folds.ts'
import { weightedMedian } from '../../../predictors/cascade-size/baselines/learner.ts'
import {
  evaluate,
  evaluationMethods,
  planEvaluation,
  runEvaluationPart,
  summarizeEvaluation
} from '../../../predictors/cascade-size/evaluate.ts'
import type { Sample } from '../../../predictors/cascade-size/sample.ts'
import { scoreMethod } from '../../../predictors/cascade-size/scores.ts'
import type { Samples } from '../../../predictors/predictor.ts'
import { sampleSet, simulateSet } from './simulated-set.ts'

let samples: Samples<Sample>
const options = { seed: 3, split: { folds: 4 }, windows: [300, 1200], trees: 20 }

beforeAll(() => {
  samples = sampleSet(simulateSet(120, 5), options.windows)
})

test('each fold tests whole cascades once and trains on all others', () => {
  const splits = splitFolds(samples, 4, 3)
  const tested = splits.flatMap(split => split.test)
  expect(tested.toSorted((a, b) => a - b)).toEqual(samples.map((_, position) => position))
  for (const { training, test } of splits) {
    expect(training.length + test.length).toBe(samples.length)
    const learned = new Set(training.map(position => samples[position]!.group))
    expect(test.some(position => learned.has(samples[position]!.group))).toBe(false)
  }
  expect(() => splitFolds(samples, 1, 3)).toThrow(RangeError)
  expect(splitFolds(samples, 4, 3)).toEqual(splits)
  expect(splitFolds(samples, 4, 4)).not.toEqual(splits)
})

test('the report is the same in any order of the parts, for every method and window', () => {
  const parts = planEvaluation(samples, options)
  const results = parts.toReversed().map(part => runEvaluationPart(samples, structuredClone(part)))
  const evaluation = summarizeEvaluation('simulated', results, options)
  expect(evaluation).toEqual(evaluate('simulated', samples, options))
  expect(evaluation).toMatchObject({ data: 'simulated', folds: 4 })
  for (const { window, cascades, methods } of evaluation.windows) {
    const asked = samples.filter(
      ({ sample }) => sample.windowSeconds === window && sample.observedEvents >= 5
    )
    expect(cascades).toBe(asked.length)
    expect(methods.map(({ method }) => method)).toEqual(evaluationMethods)
    expect(methods[0]).toMatchObject({ method: 'constant', skill: 0, failures: 0, coverage80: null })
    const hybrid = methods.at(-1)!
    expect(hybrid.meanARE).toBeLessThan(methods[0]!.meanARE!)
    expect(hybrid.coverage80).toBeGreaterThan(0.6)
  }
})

test('the outcome of a test cascade does not change its forecasts', () => {
  const [part] = planEvaluation(samples, options)
  const altered = samples.map((labeled, position) =>
    part!.test.includes(position)
      ? { ...labeled, sample: { ...labeled.sample, finalSize: 7 * labeled.sample.finalSize } }
      : labeled
  )
  const points = (given: Samples<Sample>) =>
    Object.entries(runEvaluationPart(given, part!).forecasts).map(([method, forecasts]) => [
      method,
      forecasts.map(({ point, low, high }) => [point, low, high])
    ])
  expect(points(altered)).toEqual(points(samples))
})

test('the scores equal those computed by hand', () => {
  const forecast = (finalSize: number, point: number, low: number | null, high: number | null) => ({
    finalSize,
    point,
    low,
    high,
    isOutside: false
  })
  const forecasts = [
    forecast(100, 110, 90, 180),
    forecast(200, 150, 160, 320),
    forecast(400, 400, 100, 200),
    forecast(50, NaN, null, null)
  ]
  const score = scoreMethod('x', forecasts, 0.5)
  expect(score.failures).toBe(1)
  expect(score.meanARE).toBeCloseTo((0.1 + 0.25 + 0) / 3, 12)
  expect(score.medianARE).toBeCloseTo(0.1, 12)
  expect(score.within20).toBeCloseTo(2 / 3, 12)
  expect(score.skill).toBeCloseTo(1 - (0.1 + 0.25) / 3 / 0.5, 12)
  expect(score.coverage80).toBeCloseTo(2 / 3, 12)
  expect(score.width80).toBeCloseTo(Math.log(2), 12)
  expect(scoreMethod('y', [forecast(9, Infinity, null, null)], null)).toMatchObject({
    meanARE: null,
    failures: 1,
    skill: null
  })
})

test('the weighted median minimises the weighted sum of distances', () => {
  const values = [5, 1, 9, 4, 2, 8]
  const weights = [1, 3, 2, 0.5, 1, 0.7]
  const cost = (x: number) => values.reduce((sum, value, i) => sum + weights[i]! * Math.abs(value - x), 0)
  const best = Math.min(...Array.from({ length: 101 }, (_, i) => cost(i / 10)))
  expect(cost(weightedMedian(values, weights))).toBeCloseTo(best, 12)
})

test('rejects an unknown method and names it', () => {
  expect(() => planEvaluation(samples, { ...options, methods: ['oracle'] })).toThrow(/oracle/)
})
