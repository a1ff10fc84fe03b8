import { expect, test } from 'vitest'
import { Random } from '../../../learners/random.ts'
import { observe } from '../../../predictors/cascade-size/cascade.ts'
import { fit as fitProcess } from '../../../predictors/cascade-size/fit.ts'
import { powerLawFollowers } from '../../../predictors/cascade-size/followers.ts'
import type { Kernel } from '../../../predictors/cascade-size/kernel.ts'
import { buildProcess, type ProcessDescription } from '../../../predictors/cascade-size/process.ts'
import { simulate } from '../../../predictors/cascade-size/simulate.ts'

// The post alone is expected to be reshared 400 times, and those ten times again: enough to tell the parameters.
function fitSimulated(truth: ProcessDescription, seed: number, kernel: Kernel['name']) {
  const followers = powerLawFollowers()
  const process = buildProcess(truth, followers)
  const growth = { process, followers, horizonSeconds: 50_000, maximumEvents: 20_000 }
  const postFollowers = (400 * followers.meanPower(truth.followerExponent)) ** (1 / truth.followerExponent)
  const { cascade } = simulate(growth, new Random(seed), postFollowers)
  expect(cascade.times.length).toBeGreaterThan(1000)
  return fitProcess(observe(cascade, growth.horizonSeconds), { kernel })
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

test('a fit finds the parameters of a simulated power-law process', () => {
  const truth = {
    kernel: 'power-law',
    branchingFactor: 0.9,
    followerExponent: 0.4,
    cutoffSeconds: 200,
    decay: 0.9
  } as const
  const fits = [1, 2, 3, 4, 5, 6, 7].map(seed => fitSimulated(truth, seed, 'power-law'))
  expect(fits.every(each => each.isConverged)).toBe(true)
  expect(middle(fits.map(each => each.followerExponent))).toBeCloseTo(0.4, 1.2)
  expect(Math.abs(middle(fits.map(each => each.branchingFactor)) - 0.9)).toBeLessThan(0.03)
  expect(Math.abs(Math.log(middle(fits.map(each => each.decay)) / 0.9))).toBeLessThan(0.2)
  expect(Math.abs(Math.log(middle(fits.map(each => each.cutoffSeconds!)) / 200))).toBeLessThan(0.3)
})

test('a fit finds the parameters of a simulated exponential process', () => {
  const truth = {
    kernel: 'exponential',
    branchingFactor: 0.9,
    followerExponent: 0.4,
    cutoffSeconds: null,
    decay: 0.004
  } as const
  const fits = [1, 2, 3, 4, 5, 6, 7].map(seed => fitSimulated(truth, seed, 'exponential'))
  expect(middle(fits.map(each => each.followerExponent))).toBeCloseTo(0.4, 1.2)
  expect(Math.abs(middle(fits.map(each => each.branchingFactor)) - 0.9)).toBeLessThan(0.03)
  expect(Math.abs(Math.log(middle(fits.map(each => each.decay)) / 0.004))).toBeLessThan(0.15)
})
