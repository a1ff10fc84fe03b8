import { expect, test } from 'vitest'
import { Random } from '../../../learners/random.ts'
import { buildLikelihood, fit as fitCascade } from '../../../predictors/cascade-size/fit.ts'
import { powerLawFollowers } from '../../../predictors/cascade-size/followers.ts'
import {
  branchingFactor,
  branchingFactorLimit,
  type Kernel,
  kernels,
  powerLawKernel
} from '../../../predictors/cascade-size/kernel.ts'
import { buildExactLikelihood } from '../../../predictors/cascade-size/likelihood-exact.ts'
import {
  buildObjective,
  buildObjectiveValue,
  stretch,
  unstretch
} from '../../../predictors/cascade-size/objective.ts'
import { learnPriors } from '../../../predictors/cascade-size/priors.ts'
import { buildProcess } from '../../../predictors/cascade-size/process.ts'
import { simulate } from '../../../predictors/cascade-size/simulate.ts'
import { drawObservation, drawVariables, seededRandom } from './random-observation.ts'

const names = ['power-law', 'exponential'] as const
function drawStretched(random: () => number, kernel: Kernel): Float64Array {
  const [followerExponent, ...logs] = drawVariables(random, kernel)
  return Float64Array.of(stretch(followerExponent!), ...logs)
}

const identity = (size: number) =>
  Array.from({ length: size }, (_, d) => Array.from({ length: size }, (__, e) => (d === e ? 1 : 0)))

test.each(names)(
  '%s: the profiled objective has the gradient it says, at the bound of k and under priors too',
  name => {
    const random = seededRandom(31)
    const kernel = kernels[name]
    const size = 1 + kernel.bounds.length
    const precision = identity(size + 1).map((row, d) => row.map((value, e) => 3 * value + 1 / (1 + d + e)))
    const priors = { kernel: name, mean: Array<number>(size + 1).fill(0.3), precision, cascades: 10 }
    const [value, up, down] = [
      buildObjectiveValue(size),
      buildObjectiveValue(size),
      buildObjectiveValue(size)
    ]
    const seen = { free: 0, clipped: 0 }
    for (let trial = 0; trial < 80; trial++) {
      const likelihood = buildExactLikelihood(drawObservation(random, 30), kernel)
      const objective = buildObjective(likelihood, trial % 2 === 0 ? null : priors)
      const variables = drawStretched(random, kernel)
      objective(variables, value)
      if (!Number.isFinite(value.value)) continue
      seen[value.isScaleAtBound ? 'clipped' : 'free']++
      expect(branchingFactor(value.densityScale, unstretch(variables[0]!))).toBeLessThanOrEqual(
        branchingFactorLimit + 1e-12
      )
      for (let d = 0; d < size; d++) {
        const step = 1e-5
        objective(
          variables.map((each, e) => (e === d ? each + step : each)),
          up
        )
        objective(
          variables.map((each, e) => (e === d ? each - step : each)),
          down
        )
        const difference = (up.value - down.value) / (2 * step)
        expect(Math.abs(value.gradient[d]! - difference)).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(value.gradient[d]!))
        )
      }
    }
    expect(Math.min(seen.free, seen.clipped)).toBeGreaterThan(5)
  }
)

test.each(names)('%s: no point nearby, nor anywhere on a grid, is better than the fit', name => {
  const random = seededRandom(32)
  const kernel = kernels[name]
  const value = buildObjectiveValue(1 + kernel.bounds.length)
  for (let trial = 0; trial < 12; trial++) {
    const observation = drawObservation(random, 40)
    const fitted = fitCascade(observation, { kernel: name })
    const objective = buildObjective(buildExactLikelihood(observation, kernel), null)
    for (let probe = 0; probe < 150; probe++) {
      objective(drawStretched(random, kernel), value)
      if (!Number.isNaN(value.value)) expect(fitted.negLogLikelihood).toBeLessThan(value.value + 1e-3)
    }
  }
})

test('scaling the time changes only the rates and the cutoff of a fit', () => {
  const observation = drawObservation(seededRandom(33), 60)
  const slower = {
    ...observation,
    times: observation.times.map(time => 2 * time),
    windowSeconds: 2 * observation.windowSeconds
  }
  const [first, second] = [observation, slower].map(each => fitCascade(each, { kernel: 'exponential' }))
  expect(second!.decay).toBeCloseTo(first!.decay / 2, 4)
  expect(second!.branchingFactor).toBeCloseTo(first!.branchingFactor, 4)
})

test('a canceled fit returns its best parameters, not converged', () => {
  const observation = drawObservation(seededRandom(34), 60)
  let looks = 0
  const run = {
    get isCanceled() {
      return ++looks > 3
    }
  }
  const fitted = fitCascade(observation, { run })
  expect(fitted.isConverged).toBe(false)
  expect(fitted.iterations).toBeLessThan(3)
  expect(fitted.negLogLikelihood).toSatisfy(Number.isFinite)
})

test('priors are learned from fits, survive JSON, and regularize a fit of few events', () => {
  const random = seededRandom(35)
  const fits = Array.from({ length: 30 }, () => fitCascade(drawObservation(random, 60)))
  const priors = JSON.parse(JSON.stringify(learnPriors(fits)))
  expect(priors).toMatchObject({ kernel: 'power-law', cascades: 30 })
  const distance = (value: number, d: number) => Math.abs(value - priors.mean[d])
  const few = drawObservation(random, 5)
  const [free, held] = [fitCascade(few), fitCascade(few, { priors })]
  expect(held.isConverged).toBe(true)
  expect(held.negLogLikelihood).toBeGreaterThanOrEqual(free.negLogLikelihood - 1e-6)
  expect(distance(Math.log(held.decay), 2)).toBeLessThanOrEqual(distance(Math.log(free.decay), 2))
  const sharp = {
    ...priors,
    precision: identity(4).map(row => row.map(value => value * 1e8)),
    mean: [0.4, 5, 0.2, -1]
  }
  const pinned = fitCascade(few, { priors: sharp })
  expect(pinned.followerExponent).toBeCloseTo(0.4, 4)
  expect(pinned.cutoffSeconds).toBeCloseTo(Math.exp(5), 2)
  expect(pinned.decay).toBeCloseTo(Math.exp(0.2), 4)
})

test('rejects too few events, no starts and too few fits for priors', () => {
  const observation = drawObservation(seededRandom(36), 30)
  const single = {
    ...observation,
    times: observation.times.subarray(0, 1),
    magnitudes: observation.magnitudes.subarray(0, 1)
  }
  expect(() => fitCascade(single)).toThrow('a fit needs 2 events')
  expect(() => fitCascade(observation, { starts: [] })).toThrow('a fit needs a start')
  expect(() => learnPriors([])).toThrow('priors need at least 10 converged power-law fits (got 0)')
})

test('recovers the parameters of many events by comparing the starts on the first tenth', () => {
  const followers = powerLawFollowers(1e6)
  const truth = { followerExponent: 0.6, cutoffSeconds: 120, decay: 0.6, branchingFactor: 0.9 }
  const growth = {
    process: buildProcess({ kernel: 'power-law', ...truth }, followers),
    followers,
    horizonSeconds: Number.POSITIVE_INFINITY,
    maximumEvents: 40_000
  }
  const { cascade } = simulate(growth, new Random(5), 1e8)
  const events = cascade.times.length
  const observation = { ...cascade, windowSeconds: cascade.times[events - 1]! }
  const fitted = fitCascade(observation)
  expect([events, fitted.isConverged]).toEqual([40_000, true])
  const value = buildObjectiveValue(3)
  const objective = buildObjective(buildLikelihood(observation, powerLawKernel), null)
  objective(Float64Array.of(stretch(truth.followerExponent), ...powerLawKernel.toLogs(truth)), value)
  // Twice the gain over the truth is about chi-squared with as many degrees as parameters: 4.
  expect(fitted.negLogLikelihood).toBeLessThan(value.value)
  expect(fitted.negLogLikelihood).toBeGreaterThan(value.value - 12)
  expect(Math.abs(fitted.followerExponent - truth.followerExponent)).toBeLessThan(0.02)
})
