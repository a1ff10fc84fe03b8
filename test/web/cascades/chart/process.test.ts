import { expect, test } from 'vitest'
import { Random } from '../../../../learners/random.ts'
import { countUpTo, observe } from '../../../../predictors/cascade-size/cascade.ts'
import { lognormalFollowers } from '../../../../predictors/cascade-size/followers.ts'
import { directOffspring, kernels } from '../../../../predictors/cascade-size/kernel.ts'
import { buildExactLikelihood } from '../../../../predictors/cascade-size/likelihood-exact.ts'
import { buildProcess } from '../../../../predictors/cascade-size/process.ts'
import { continueCascade, simulate } from '../../../../predictors/cascade-size/simulate.ts'
import {
  expectedGrowth,
  intensitiesAt,
  sharesOf,
  spreadGrowth
} from '../../../../web/cascades/chart/process.ts'

const branchingFactor = 0.7
const followers = lognormalFollowers(100, 1)
const process = buildProcess(
  { kernel: 'power-law', branchingFactor, followerExponent: 0.4, cutoffSeconds: 100, decay: 1.2 },
  followers
)
const growth = { process, followers, horizonSeconds: 1e9, maximumEvents: Infinity }
const { cascade } = simulate(growth, new Random(3), 1e5)
const observation = observe(cascade, 120)
const moments = Float64Array.from({ length: 240 }, (_, i) => 120 * 10 ** ((i + 1) / 40))

test('computes the expected growth as the mean of simulated continuations, at every age', () => {
  const expected = expectedGrowth(observation, process, branchingFactor, moments)
  const root = new Random(4)
  const futures = Array.from({ length: 4000 }, (_, i) => continueCascade(observation, growth, root.split(i)))
  for (const place of [10, 40, 80, 160, 239]) {
    const counts = futures.map(
      future => countUpTo(future.cascade.times, moments[place]!) - observation.times.length
    )
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length
    const standardError = Math.sqrt(variance / counts.length)
    // The midpoint rule's own error is below 1 % on this grid.
    expect(Math.abs(mean - expected[place]!)).toBeLessThan(4 * standardError + 0.01 * mean)
  }
})

test('computes an expected growth that never falls and tends to A1/(1 - n*)', () => {
  const expected = expectedGrowth(observation, process, branchingFactor, moments)
  expect(expected.toSorted()).toEqual(expected)
  const limit = directOffspring(observation, kernels['power-law'], process) / (1 - branchingFactor)
  expect(expected.at(-1)! / limit).toBeGreaterThan(0.98)
  expect(expected.at(-1)! / limit).toBeLessThan(1)
})

test('computes the same intensity just before an event as the likelihood', () => {
  const kernel = kernels['power-law']
  const scale = process.kappa / kernel.densityScale(process)
  const variables = [process.followerExponent, ...kernel.toLogs(process)]
  const oracle = buildExactLikelihood(observation, kernel).intensities(variables)
  const last = observation.times.length - 1
  for (const i of [1, 2, last >> 1, last]) {
    const before = {
      times: observation.times.subarray(0, i),
      magnitudes: observation.magnitudes.subarray(0, i)
    }
    const [intensity] = intensitiesAt(before, process, [observation.times[i]!])
    expect(intensity! / (scale * oracle[i]!)).toBeCloseTo(1, 9)
  }
})

test.each([0.5, 20, 300, 100_000])(
  'the intensity of %d further events continues that of the process',
  added => {
    const fit = {
      ...process,
      branchingFactor,
      directOffspring: 9,
      negLogLikelihood: 0,
      isConverged: true,
      iterations: 1,
      starts: 1,
      boundsHit: []
    }
    const early = Float64Array.from({ length: 300 }, (_, i) => 120 * (1 + 1e-6 * 10 ** (i / 30)))
    const shares = sharesOf(spreadGrowth(observation, fit, early), added)
    const [now] = intensitiesAt(observation, process, [120])
    expect((added * shares[0]!) / (early[0]! - 120) / now!).toBeCloseTo(1, 2)
    expect(shares.toSorted()).toEqual(shares)
    expect(shares.at(-1)).toBeCloseTo(1, 12)
  }
)
