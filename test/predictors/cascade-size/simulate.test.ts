import { expect, test } from 'vitest'
import { Random } from '../../../learners/random.ts'
import { type Cascade, observe } from '../../../predictors/cascade-size/cascade.ts'
import { drawCascade } from '../../../predictors/cascade-size/draw-cascade.ts'
import {
  empiricalFollowers,
  type FollowerLaw,
  lognormalFollowers,
  powerLawFollowers
} from '../../../predictors/cascade-size/followers.ts'
import { directOffspring, kernels } from '../../../predictors/cascade-size/kernel.ts'
import { buildProcess, drawProcess, type Process } from '../../../predictors/cascade-size/process.ts'
import {
  continueCascade,
  continueSizes,
  type Growth,
  simulate
} from '../../../predictors/cascade-size/simulate.ts'

const laws: Readonly<Record<string, FollowerLaw>> = {
  'power law': powerLawFollowers(),
  'truncated power law': powerLawFollowers(1e4),
  lognormal: lognormalFollowers(200, 1.5),
  empirical: empiricalFollowers([0, 1, 5, 30, 200, 1000, 70_000])
}
const shapes = {
  'power-law': { kernel: 'power-law', followerExponent: 0.25, cutoffSeconds: 120, decay: 0.8 },
  exponential: { kernel: 'exponential', followerExponent: 0.25, cutoffSeconds: null, decay: 0.01 }
} as const

function buildGrowth(kernel: keyof typeof shapes, branchingFactor: number, followers: FollowerLaw): Growth {
  const process = buildProcess({ ...shapes[kernel], branchingFactor }, followers)
  return { process, followers, horizonSeconds: Infinity, maximumEvents: Infinity }
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
}

/** Distance of the mean of `values` from `expected`, in standard errors. */
function errorsFrom(expected: number, values: readonly number[]): number {
  const average = mean(values)
  const variance = mean(values.map(value => (value - average) ** 2))
  return (average - expected) / Math.sqrt(variance / values.length)
}

test.each(Object.keys(laws))('followers drawn from the %s law have the mean powers it states', name => {
  const random = new Random(1)
  const draws = Array.from({ length: 100_000 }, () => laws[name]!.draw(random))
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(1)
  for (const exponent of [0.1, 0.25, 0.4]) {
    const powers = draws.map(count => count ** exponent)
    expect(Math.abs(errorsFrom(laws[name]!.meanPower(exponent), powers))).toBeLessThan(4)
  }
})

test('rejects a follower law without a finite mean, and accepts a truncated one', () => {
  const description = { ...shapes['power-law'], branchingFactor: 0.5, followerExponent: 1.016 }
  expect(() => buildProcess(description, powerLawFollowers())).toThrow(/no mean of followers\^1\.016/)
  expect(buildProcess(description, powerLawFollowers(1e6)).kappa).toBeGreaterThan(0)
})

test.each(Object.keys(laws).flatMap(law => Object.keys(shapes).map(kernel => [kernel, law] as const)))(
  'the mean size is 1/(1 - n*): %s kernel, %s followers',
  (kernel, law) => {
    for (const branchingFactor of [0.3, 0.7]) {
      const growth = buildGrowth(kernel as keyof typeof shapes, branchingFactor, laws[law]!)
      const root = new Random(2)
      const sizes = Array.from(
        { length: 10_000 },
        (_, i) => simulate(growth, root.split(i)).cascade.times.length
      )
      expect(Math.abs(errorsFrom(1 / (1 - branchingFactor), sizes))).toBeLessThan(4)
    }
  }
)

test('the mean size at a horizon is that of the exponential process in closed form', () => {
  // Without marks: E[N(T)] = 1 + n*/(1 - n*) (1 - e^(-(1 - n*) r T)).
  const followers = empiricalFollowers([1])
  const horizonSeconds = 150
  const growth = { ...buildGrowth('exponential', 0.6, followers), horizonSeconds }
  const root = new Random(3)
  const sizes = Array.from({ length: 20_000 }, (_, i) => simulate(growth, root.split(i)).cascade.times.length)
  const expected = 1 + (0.6 / 0.4) * -Math.expm1(-0.4 * 0.01 * horizonSeconds)
  expect(Math.abs(errorsFrom(expected, sizes))).toBeLessThan(4)
})

/** Lambda(t) at each event and at the end, by the direct sum. */
function compensators({ times, magnitudes }: Cascade, process: Process, end: number): number[] {
  const kernel = kernels[process.kernel]
  const scale = process.kappa / kernel.densityScale(process)
  const masses = magnitudes.map(m => scale * Math.max(m, 1) ** process.followerExponent)
  return [...times.subarray(1), end].map((now, before) => {
    let sum = 0
    for (let j = 0; j <= before; j++) sum += masses[j]! * kernel.integral(process, now - times[j]!)
    return sum
  })
}

/** Rescaled gaps of many cascades, laid end to end: a Poisson process of rate 1 where the simulator is exact. */
function rescaledGaps(growth: Growth, count: number, simulateOne: (random: Random) => Cascade): number[] {
  const root = new Random(4)
  const gaps: number[] = []
  let carried = 0
  for (let i = 0; i < count; i++) {
    const values = compensators(simulateOne(root.split(i)), growth.process, growth.horizonSeconds)
    let last = 0
    for (const value of values.slice(0, -1)) {
      gaps.push(carried + value - last)
      carried = 0
      last = value
    }
    carried += values.at(-1)! - last
  }
  return gaps
}

/** sqrt(n) times the Kolmogorov-Smirnov distance from the unit exponential: above 1.63 in 1 % of samples. */
function distanceFromExponential(gaps: readonly number[]): number {
  const sorted = Float64Array.from(gaps).sort()
  let distance = 0
  for (const [i, gap] of sorted.entries()) {
    const share = -Math.expm1(-gap)
    distance = Math.max(distance, share - i / sorted.length, (i + 1) / sorted.length - share)
  }
  return distance * Math.sqrt(sorted.length)
}

function serialCorrelation(gaps: readonly number[]): number {
  return mean(gaps.slice(1).map((gap, i) => (gap - 1) * (gaps[i]! - 1)))
}

test.each(['power-law', 'exponential'] as const)('time-rescaled residuals are exponential: %s', kernel => {
  const growth = { ...buildGrowth(kernel, 0.85, laws.lognormal!), horizonSeconds: 5000 }
  const gaps = rescaledGaps(growth, 2000, random => simulate(growth, random).cascade)
  expect(gaps.length).toBeGreaterThan(3000)
  expect(distanceFromExponential(gaps)).toBeLessThan(1.63)
  expect(Math.abs(serialCorrelation(gaps)) * Math.sqrt(gaps.length)).toBeLessThan(4)
})

test('residuals stay exponential when the cascade is observed and continued', () => {
  const growth = { ...buildGrowth('power-law', 0.85, laws.lognormal!), horizonSeconds: 5000 }
  const begun = { ...growth, horizonSeconds: 100 }
  const gaps = rescaledGaps(growth, 2000, random => {
    const { cascade } = simulate(begun, random.split(0))
    return continueCascade({ ...cascade, windowSeconds: 100 }, growth, random.split(1)).cascade
  })
  expect(distanceFromExponential(gaps)).toBeLessThan(1.63)
})

test('the residuals distinguish another process', () => {
  const growth = { ...buildGrowth('power-law', 0.85, laws.lognormal!), horizonSeconds: 5000 }
  const other = { ...growth, process: { ...growth.process, cutoffSeconds: 150 } }
  const gaps = rescaledGaps(growth, 2000, random => simulate(other, random).cascade)
  expect(distanceFromExponential(gaps)).toBeGreaterThan(1.63)
})

test('a history is continued to n + A1/(1 - n*) events on average', () => {
  const branchingFactor = 0.6
  const growth = buildGrowth('power-law', branchingFactor, laws.lognormal!)
  const { cascade } = simulate(growth, new Random(11), 1e5)
  const observation = observe(cascade, 60)
  const expected =
    observation.times.length +
    directOffspring(observation, kernels['power-law'], growth.process) / (1 - branchingFactor)
  const sizes = Array.from(continueSizes(observation, growth, 20_000, new Random(5)))
  expect(expected).toBeGreaterThan(observation.times.length + 1)
  expect(Math.abs(errorsFrom(expected, sizes))).toBeLessThan(4)
})

test('a continuation keeps its history and adds nothing within the window', () => {
  const growth = { ...buildGrowth('power-law', 0.9, laws.lognormal!), horizonSeconds: 1e6 }
  const { cascade } = simulate(growth, new Random(6), 1e6)
  const observation = observe(cascade, 300)
  const continued = continueCascade(observation, growth, new Random(7)).cascade
  const seen = observation.times.length
  expect(seen).toBeGreaterThan(1)
  expect(continued.times.slice(0, seen)).toEqual(observation.times.slice())
  expect(continued.magnitudes.slice(0, seen)).toEqual(observation.magnitudes.slice())
  expect(continued.times[seen]).toBeGreaterThan(300)
  expect(continued.times).toEqual(continued.times.slice().sort())
})

test('the same seed gives the same cascade; a shorter horizon or lower maximum gives a prefix', () => {
  const growth = { ...buildGrowth('power-law', 0.95, laws.lognormal!), horizonSeconds: 1e6 }
  const whole = simulate(growth, new Random(8), 1e9)
  expect(simulate(growth, new Random(8), 1e9)).toEqual(whole)
  expect(whole.isCut).toBe(false)
  expect(whole.cascade.times.length).toBeGreaterThan(60)
  const capped = simulate({ ...growth, maximumEvents: 50 }, new Random(8), 1e9)
  expect(capped).toEqual({
    isCut: true,
    cascade: { times: whole.cascade.times.slice(0, 50), magnitudes: whole.cascade.magnitudes.slice(0, 50) }
  })
  const horizonSeconds = whole.cascade.times[40]!
  const early = simulate({ ...growth, horizonSeconds }, new Random(8), 1e9).cascade
  expect(early.times).toEqual(whole.cascade.times.slice(0, 41))
})

test('a supercritical process stops at the maximum number of events', () => {
  const growth = { ...buildGrowth('power-law', 1.5, laws.lognormal!), maximumEvents: 10_000 }
  const sizes = [1, 2, 3].map(seed => simulate(growth, new Random(seed), 1e6))
  expect(sizes.map(({ cascade, isCut }) => [cascade.times.length, isCut])).toEqual(
    Array(3).fill([10_000, true])
  )
})

const ranges = {
  kernel: 'power-law',
  branchingFactor: [0.3, 0.95],
  followerExponent: [0.1, 0.6],
  cutoffSeconds: [60, 1000],
  decay: [0.3, 1.5]
} as const

test('drawn processes stay in their ranges', () => {
  const law = powerLawFollowers(1e7)
  const random = new Random(9)
  for (let i = 0; i < 1000; i++) {
    const process = drawProcess(ranges, law, random)
    const scale = process.kappa / kernels['power-law'].densityScale(process)
    const branchingFactor = scale * law.meanPower(process.followerExponent)
    const found = { ...process, branchingFactor }
    for (const name of ['branchingFactor', 'followerExponent', 'cutoffSeconds', 'decay'] as const) {
      expect(found[name]).toBeGreaterThanOrEqual(ranges[name][0] * (1 - 1e-12))
      expect(found[name]).toBeLessThanOrEqual(ranges[name][1] * (1 + 1e-12))
    }
  }
})

test('a population with a minimum size has no smaller cascade, and one without any cascade is rejected', () => {
  const growth = { ranges, followers: powerLawFollowers(1e7), horizonSeconds: 1e6, maximumEvents: 1e4 }
  const root = new Random(10)
  for (let i = 0; i < 20; i++) {
    const { cascade } = drawCascade({ ...growth, minimumEvents: 30 }, root.split(i))
    expect(cascade.times.length).toBeGreaterThanOrEqual(30)
  }
  const barren = { ...growth, ranges: { ...ranges, branchingFactor: [0, 0] as const }, minimumEvents: 30 }
  expect(() => drawCascade(barren, root, 500)).toThrow('no cascade of 30 events in 500 tries')
})
