import { expect, test } from 'vitest'
import type { Observation } from '../../../predictors/cascade-size/cascade.ts'
import { fit as fitCascade } from '../../../predictors/cascade-size/fit.ts'
import type { FittedParameters } from '../../../predictors/cascade-size/forecast.ts'
import { finalSize, forecastWithoutModel } from '../../../predictors/cascade-size/popularity.ts'
import { drawObservation, seededRandom } from './random-observation.ts'

const build = (times: readonly number[], magnitude: (i: number) => number, windowSeconds: number) => ({
  times: Float64Array.from(times),
  magnitudes: Float64Array.from(times, (_, i) => magnitude(i)),
  windowSeconds
})
const count = (length: number) => Array.from({ length }, (_, i) => i)

const degenerate: Record<string, Observation> = {
  'two events at once': build([0, 0], () => 1, 60),
  'all at once': build(count(50).fill(0), () => 10, 60),
  'all at the last moment': build([0, ...count(49).fill(604800)], () => 10, 604800),
  'nobody follows': build(count(100), () => 0, 3600),
  'everybody follows everybody': build(count(100), () => 1e9, 3600),
  'one author has all followers': build(count(100), i => (i === 0 ? 1e9 : 0), 300),
  'the last author has all followers': build(count(100), i => (i === 99 ? 1e9 : 0), 99),
  'a burst, then silence for a week': build(count(30), i => i, 604800),
  'ever slower': build(
    count(20).map(i => i && 2 ** i),
    () => 5,
    604800
  ),
  'ever faster': build([0, ...count(20).map(i => 604800 - 2 ** (19 - i))], () => 5, 604800),
  'fractions of a second': build(
    count(100).map(i => i / 1000),
    () => 7,
    60
  ),
  'every second for an hour': build(count(3600), () => 3, 3600)
}

function expectSound(observation: Observation, fitted: FittedParameters): void {
  const forecast = forecastWithoutModel(observation, fitted)
  const events = observation.times.length
  expect(forecast.lowerBound).toBe(events)
  for (const value of Object.values(fitted))
    if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite)
  expect(fitted.branchingFactor).toBeLessThan(1)
  expect(fitted.directOffspring).toBeGreaterThanOrEqual(0)
  if (forecast.method === 'none') expect([forecast.point, forecast.reason === null]).toEqual([null, false])
  else {
    expect([forecast.method, forecast.reason]).toEqual(['hawkes', null])
    expect(forecast.point).toSatisfy(Number.isFinite)
    expect(forecast.point).toBeGreaterThanOrEqual(events)
    expect(events).toBeGreaterThanOrEqual(10)
    expect(fitted.isConverged).toBe(true)
  }
}

test.each(Object.entries(degenerate))('%s: a sound fit and forecast, or a reason', (_, observation) => {
  for (const kernel of ['power-law', 'exponential'] as const)
    expectSound(observation, fitCascade(observation, { kernel }))
})

test('gives a valid fit and forecast, or a reason, for any observation', () => {
  const random = seededRandom(21)
  for (let trial = 0; trial < 150; trial++) {
    const observation = drawObservation(random, 80)
    const kernel = trial % 3 === 0 ? 'exponential' : 'power-law'
    const fitted = fitCascade(observation, { kernel })
    expectSound(observation, fitted)
    expect(fitted.isConverged).toBe(true)
  }
})

const sound: FittedParameters = {
  kernel: 'power-law',
  kappa: 1,
  followerExponent: 0.3,
  cutoffSeconds: 100,
  decay: 1,
  branchingFactor: 0.5,
  directOffspring: 20,
  negLogLikelihood: 0,
  isConverged: true,
  iterations: 9,
  starts: 1,
  boundsHit: []
}
const tenEvents = build(count(10), () => 1, 60)

test('the formula adds the expected descendants to the observed events', () => {
  expect(finalSize(100, sound)).toBe(140)
  expect(finalSize(100, sound, 0.5)).toBe(120)
  expect(forecastWithoutModel(tenEvents, sound)).toMatchObject({
    method: 'hawkes',
    point: 50,
    scalingFactor: 1
  })
})

test.each([
  ['too-few-events', build(count(9), () => 1, 60), sound],
  ['too-few-events', build([0], () => 1, 60), null],
  ['fit-not-converged', tenEvents, { ...sound, isConverged: false }],
  ['branching-factor-at-bound', tenEvents, { ...sound, boundsHit: ['branchingFactor.high'] }]
] as const)('%s: no point, but the reason and the lower bound', (reason, observation, fitted) => {
  expect(forecastWithoutModel(observation, fitted)).toMatchObject({
    method: 'none',
    reason,
    point: null,
    scalingFactor: null,
    lowerBound: observation.times.length
  })
})
