import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { matrixFromRows } from '../../../learners/forest/matrix.ts'
import { predictMean } from '../../../learners/forest/predict.ts'
import { observe } from '../../../predictors/cascade-size/cascade.ts'
import { bootstrap, cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'
import { earlyFeatureNames } from '../../../predictors/cascade-size/early-features.ts'
import type { Reasons } from '../../../predictors/cascade-size/explanation.ts'
import { featureNames } from '../../../predictors/cascade-size/features.ts'
import type { Forecast } from '../../../predictors/cascade-size/forecast.ts'
import type { Model, PointModel, SizeModel } from '../../../predictors/cascade-size/model.ts'
import { forecastExactly, forecastObservations } from '../../../predictors/cascade-size/predict.ts'
import { reasonGroups } from '../../../predictors/cascade-size/reason-groups.ts'
import { adjustReasons } from '../../../predictors/cascade-size/reasons.ts'
import { buildQuery } from '../../../predictors/cascade-size/sample.ts'
import { trainModel } from '../../../predictors/cascade-size/train.ts'
import { drawObservation, seededRandom } from './random-observation.ts'
import { sampleSet, simulateSet } from './simulated-set.ts'

const run = { isCanceled: false }
const windows = [300, 1200]
const fresh = simulateSet(60, 2)
let model: Model

beforeAll(() => {
  model = trainModel(sampleSet(simulateSet(150, 1), windows), { seed: 1, trees: 40 })
})

const logSum = ({ base, groups }: Reasons) =>
  groups.reduce((sum, { contribution }) => sum + contribution, Math.log(base))

function forecastAll(windowSeconds: number, forecast = forecastExactly): readonly Forecast[] {
  const observations = fresh.map(cascade => observe(cascade, windowSeconds))
  return forecast(model, observations, run).map(result => {
    if (!result.ok) throw new Error(JSON.stringify(result))
    return result.output
  })
}

test('every column is in exactly one group', () => {
  const grouped = reasonGroups.flatMap(({ features }) => features)
  expect(new Set(grouped).size).toBe(grouped.length)
  expect(new Set(grouped)).toEqual(new Set([...featureNames, ...earlyFeatureNames]))
})

test('base and contributions sum to the median, at trained windows and between them, exact and rounded', () => {
  for (const forecast of [forecastExactly, forecastObservations])
    for (const { median, reasons } of [300, 600, 1200].flatMap(window => forecastAll(window, forecast))) {
      expect(logSum(reasons!)).toBeCloseTo(Math.log(median!), 12)
      const product = reasons!.groups.reduce((size, { factor }) => size * factor, reasons!.base)
      expect(product / median!).toBeCloseTo(1, 2)
    }
})

test('base and contributions of the shipped model sum to its median for any observation', () => {
  const shipped = cascadeSize.decode(readFileSync(bootstrap.artefact))
  const ages = fc.constantFrom(300, 600, 1500, 3600, 7000, 50_000)
  const law = fc.property(fc.nat(1e6), ages, (seed, windowSeconds) => {
    const observation = observe(drawObservation(seededRandom(seed), 200), windowSeconds)
    const [result] = forecastObservations(shipped, [observation], run)
    if (!result?.ok) throw new Error(JSON.stringify(result))
    const { method, median, reasons } = result.output
    expect(reasons === null).toBe(method === 'untrained')
    if (reasons) expect(logSum(reasons)).toBeCloseTo(Math.log(median!), 12)
  })
  fc.assert(law, { seed: 1, numRuns: 40 })
})

/** The mean of both forests on log N: what the paths explain. */
function predictLogSize(own: SizeModel | PointModel, row: readonly number[], observedEvents: number): number {
  if ('mean' in own) throw new Error('no leaf rows')
  const matrix = matrixFromRows([own.columns.map(column => row[column]!)], own.columns.length)
  const ratio = predictMean(own.ratio.forest, matrix)[0]!
  return (ratio + Math.log(observedEvents) + predictMean(own.size.forest, matrix)[0]!) / 2
}

test('the groups without the adjustment sum to the mean of both forests', () => {
  const [near, far] = model.windows.filter(({ followers }) => followers === 'all')
  const early = model.early.find(({ followers }) => followers === 'all')
  for (const windowSeconds of [300, 600, 1200]) {
    const share = Math.log(windowSeconds / 300) / Math.log(4)
    const explained = forecastAll(windowSeconds)
    fresh.forEach((cascade, i) => {
      const { features, earlyFeatures, observedEvents } = buildQuery(observe(cascade, windowSeconds))
      const expected =
        observedEvents < 5
          ? predictLogSize(early!, earlyFeatures, observedEvents)
          : (1 - share) * predictLogSize(near!, features, observedEvents) +
            share * predictLogSize(far!, features, observedEvents)
      const { base, groups } = explained[i]!.reasons!
      expect(groups.at(-1)!.name).toBe('adjustment')
      expect(logSum({ base, groups: groups.slice(0, -1) })).toBeCloseTo(expected, 3)
    })
  }
})

test('lists the largest effect first, in words and as a factor', () => {
  for (const { reasons } of forecastAll(1200)) {
    const effects = reasons!.groups.slice(0, -1).map(({ contribution }) => Math.abs(contribution))
    expect(effects).toEqual(effects.toSorted((a, b) => b - a))
    for (const { contribution, factor } of reasons!.groups)
      expect(factor / Math.exp(contribution)).toBeCloseTo(1, 3)
  }
  const titles = forecastAll(1200).flatMap(({ reasons }) => reasons!.groups.map(({ title }) => title))
  expect(titles).toContain('How many so far')
})

test('explains forecasts of one window differently', () => {
  const counts = forecastAll(1200).map(
    ({ reasons }) => reasons!.groups.find(({ name }) => name === 'count')?.factor
  )
  expect(new Set(counts).size).toBeGreaterThan(20)
})

test('adjusts reasons to another median', () => {
  const [{ reasons } = { reasons: null }] = forecastAll(300)
  const adjusted = adjustReasons(reasons!, 4321)
  expect(logSum(adjusted)).toBeCloseTo(Math.log(4321), 12)
  expect(adjusted.groups.slice(0, -1)).toEqual(reasons!.groups.slice(0, -1))
})

test('has no reasons without a model', () => {
  const [result] = forecastObservations(null, [observe(fresh[0]!, 1200)], run)
  expect(result).toMatchObject({ ok: true, output: { reasons: null } })
})
