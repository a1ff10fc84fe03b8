import { beforeAll, expect, test } from 'vitest'
import { answerQueries } from '../../../predictors/cascade-size/answer.ts'
import type { Model } from '../../../predictors/cascade-size/model.ts'
import { logit } from '../../../predictors/cascade-size/quantile-scores.ts'
import {
  highIndex,
  lowIndex,
  medianIndex,
  quantileShares
} from '../../../predictors/cascade-size/quantiles.ts'
import {
  applyRecalibration,
  learnFromScores,
  learnRecalibration
} from '../../../predictors/cascade-size/recalibration.ts'
import type { Sample } from '../../../predictors/cascade-size/sample.ts'
import { trainModel } from '../../../predictors/cascade-size/train.ts'
import type { Json, Labeled } from '../../../predictors/predictor.ts'
import { sampleSet, simulateSet } from './simulated-set.ts'

const windows = [300, 1200]
let model: Model
let recent: readonly Labeled<Sample>[]
let later: readonly Labeled<Sample>[]

/** Cascades of another kind: their growth after the window is seven times as large. */
function growMore({ sample, ...labeled }: Labeled<Sample>): Labeled<Sample> {
  const { finalSize, observedEvents } = sample
  return { ...labeled, sample: { ...sample, finalSize: finalSize + 6 * (finalSize - observedEvents) + 5 } }
}

beforeAll(() => {
  model = trainModel(sampleSet(simulateSet(150, 1), windows), { seed: 1, trees: 60 })
  recent = sampleSet(simulateSet(120, 2), windows).map(growMore)
  later = sampleSet(simulateSet(150, 3), windows).map(growMore)
})

function coverageOf(asked: Model): number {
  const answers = answerQueries(
    asked,
    later.map(({ sample }) => sample)
  )
  const covered = answers.filter(({ interval }, i) => {
    const { finalSize } = later[i]!.sample
    return interval && Math.round(interval.low) <= finalSize && finalSize <= Math.round(interval.high)
  })
  return covered.length / later.length
}

test('brings the coverage of a model on another kind of cascades to its nominal 80 %', () => {
  expect(coverageOf(model)).toBeLessThan(0.65)
  const adapted = coverageOf(applyRecalibration(model, learnRecalibration(model, recent)!))
  expect(adapted).toBeGreaterThan(0.73)
  expect(adapted).toBeLessThan(0.88)
})

test('no adapted size is below the observed events, and the quantiles ascend', () => {
  const adapted = applyRecalibration(model, learnRecalibration(model, recent)!)
  const cases = later.map(({ sample }) => sample)
  answerQueries(adapted, cases).forEach(({ quantiles, areOptimal, calibration }, i) => {
    const sizes = quantiles!.map(({ size }) => size)
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
    expect(Math.min(sizes[0]!, areOptimal!)).toBeGreaterThanOrEqual(cases[i]!.observedEvents)
    expect(calibration?.outcomes).toBeGreaterThan(10)
  })
})

test('outcomes at the quantiles of the plain model change nothing', () => {
  const count = 199
  const scored = Array.from({ length: count }, (_, i) => ({
    windowSeconds: 300,
    score: logit((i + 1) / (count + 1))
  }))
  const [{ scores, outcomes }] = learnFromScores(scored) as [ReturnType<typeof learnFromScores>[number]]
  expect(outcomes).toBe(count)
  for (const k of [lowIndex, medianIndex, highIndex])
    expect(scores[k]!).toBeCloseTo(logit(quantileShares[k]!), 1)
})

test('ten outcomes of a window are needed; another window has its own', () => {
  const at = (windowSeconds: number, length: number) =>
    Array.from({ length }, (_, i) => ({ windowSeconds, score: i / 10 }))
  expect(learnFromScores([...at(300, 9), ...at(600, 10)]).map(each => each.windowSeconds)).toEqual([600])
  expect(learnRecalibration(model, recent.slice(0, 4))).toBeNull()
})

test('coverage is that of ranges which knew only the outcomes before each', () => {
  const scored = (score: (i: number) => number) =>
    learnFromScores(Array.from({ length: 120 }, (_, i) => ({ windowSeconds: 300, score: score(i) })))[0]!
  // Every outcome is farther out than all before it.
  expect(scored(i => i).coverage).toBeLessThan(0.05)
  expect(scored(() => 0).coverage).toBe(1)
  expect(
    learnFromScores(Array.from({ length: 40 }, () => ({ windowSeconds: 300, score: 0 })))[0]!.coverage
  ).toBe(null)
})

test('answers are flagged while the ranges held too few of the recent outcomes', () => {
  const [plain] = learnFromScores(Array.from({ length: 120 }, (_, i) => ({ windowSeconds: 300, score: i })))
  const flagsOf = (coverage: number) => {
    const [answer] = answerQueries({ ...model, recalibration: [{ ...plain!, coverage }] }, [later[0]!.sample])
    return answer!.flags.map(({ name }) => name)
  }
  expect(flagsOf(0.69)).toContain('coverage')
  expect(flagsOf(0.91)).toContain('coverage')
  expect(flagsOf(0.8)).not.toContain('coverage')
})

test.each<[Json, string]>([
  [{}, 'is not a list with an entry'],
  [
    [{ windowSeconds: 300, outcomes: 20, coverage: null, scores: [1] }],
    'has not one score for each quantile'
  ],
  [[{ windowSeconds: 0, outcomes: 20, coverage: null, scores: [] }], 'has not one score'],
  [
    [{ windowSeconds: 300, outcomes: 20, coverage: 2, scores: quantileShares.map((_, k) => k) }],
    'coverage is not from 0 to 1'
  ],
  [
    [{ windowSeconds: 300, outcomes: 20, coverage: null, scores: quantileShares.map((_, k) => -k) }],
    'scores do not ascend'
  ]
])('refuses a malformed calibration', (value, reason) => {
  expect(() => applyRecalibration(model, value)).toThrow(reason)
})
