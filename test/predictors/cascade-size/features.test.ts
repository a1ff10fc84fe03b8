import { expect, test } from 'vitest'
import { observe } from '../../../predictors/cascade-size/cascade.ts'
import { buildEarlyFeatures, earlyFeatureNames } from '../../../predictors/cascade-size/early-features.ts'
import {
  buildFeatures,
  featureNames,
  isHawkesColumn,
  markedColumns,
  unmarkedColumns
} from '../../../predictors/cascade-size/features.ts'
import { drawObservation, seededRandom } from './random-observation.ts'

function byName(row: readonly number[]): Record<string, number> {
  return Object.fromEntries(featureNames.map((name, column) => [name, row[column]!]))
}

test('has 48 columns with unique names: the 42 of recipe A and 6 more of Hawkes kernels', () => {
  expect(new Set(featureNames).size).toBe(48)
  expect(markedColumns).toEqual(Array.from({ length: 42 }, (_, column) => column))
  expect(markedColumns.filter(isHawkesColumn)).toHaveLength(9)
})

test('the columns for unknown followers do not depend on followers', () => {
  const random = seededRandom(3)
  expect(unmarkedColumns).toHaveLength(23)
  for (let i = 0; i < 50; i++) {
    const observation = drawObservation(random, 100)
    const others = { ...observation, magnitudes: observation.magnitudes.map(() => 1e6 * random()) }
    const [row, other] = [buildFeatures(observation), buildFeatures(others)]
    expect(unmarkedColumns.map(column => row[column])).toEqual(unmarkedColumns.map(column => other[column]))
  }
})

test('every feature is finite for any observation', () => {
  const random = seededRandom(1)
  for (let i = 0; i < 300; i++) {
    const observation = drawObservation(random, i % 3 === 0 ? 6 : 300)
    const row = buildFeatures(observation)
    expect(row).toHaveLength(48)
    expect(row.every(Number.isFinite), String(row)).toBe(true)
  }
  for (const events of [1, 2, 5, 60])
    for (const windowSeconds of [60, 604_800])
      for (const at of [0, windowSeconds]) {
        const times = Float64Array.from({ length: events }, (_, i) => (i === 0 ? 0 : at))
        const observation = { times, magnitudes: new Float64Array(events), windowSeconds }
        expect(buildFeatures(observation).every(Number.isFinite)).toBe(true)
        expect(buildEarlyFeatures(observation).every(Number.isFinite)).toBe(true)
      }
})

test('the features of a cascade of four events equal those computed by hand', () => {
  const observation = {
    times: Float64Array.of(0, 10, 50, 90),
    magnitudes: Float64Array.of(100, 0, 2000, 50),
    windowSeconds: 100
  }
  const row = byName(buildFeatures(observation))
  const reach = 100 + 1 + 2000 + 50
  const expected = {
    logCount: Math.log(4),
    logPostFollowers: Math.log(100),
    countShare1of8: 2 / 4,
    countShare1of2: 3 / 4,
    countShare7of8: 3 / 4,
    logCount60: Math.log(3),
    logCount300: Math.log(4),
    // one event after 75 s, plus one, in 25 s; likewise after 87.5 s in 12.5 s
    logRateLastQuarter: Math.log(2 / 25),
    logRateLastEighth: Math.log(2 / 12.5),
    logRateRelative: Math.log((2 / 25) * (100 / 4)),
    logTimeOfEvent50: Math.log(200),
    meanTimeShare: 150 / 4 / 100,
    meanLogTimeShare: (Math.log(11) + Math.log(51) + Math.log(91)) / 3 - Math.log(100),
    lastTimeShare: 0.9,
    logReach: Math.log(reach),
    logMaxFollowers: Math.log(2000),
    meanLogFollowers: (Math.log(2000) + Math.log(50)) / 3,
    quantile9LogFollowers: 0.8 * Math.log(2000) + 0.2 * Math.log(50),
    postShareOfReach: 100 / reach,
    shareOver1000Followers: 1 / 3,
    logReachShareAfter1of2: Math.log(51) - Math.log(reach),
    logReachAfter3of4: Math.log(51),
    // P(u) = C u within 300 s: what has been reacted to is C sum m (T - t).
    logSeismicInfectiousness: Math.log(4 / (6.265725e-4 * (100 * 100 + 90 + 2000 * 50 + 50 * 10)))
  }
  for (const [name, value] of Object.entries(expected)) expect(row[name], name).toBeCloseTo(value, 10)
})

test('the features of the fixed Hawkes kernels equal explicit sums', () => {
  const observation = {
    times: Float64Array.of(0, 30, 80),
    magnitudes: Float64Array.of(50, 7, 0),
    windowSeconds: 100
  }
  const q = (age: number) => (300 / (age + 300)) ** 0.5
  const weights = [50 ** 0.3, 7 ** 0.3, 1]
  const left = weights[0]! * q(100) + weights[1]! * q(70) + weights[2]! * q(20)
  const spent = weights[0]! + weights[1]! + weights[2]! - left
  const spentByHalf = weights[0]! * (1 - q(50)) + weights[1]! * (1 - q(20))
  const row = byName(buildFeatures(observation))
  expect(row.logHawkesLeftA).toBeCloseTo(Math.log(left), 10)
  expect(row.logHawkesExpectedA).toBeCloseTo(Math.log((3 / spent) * left), 10)
  expect(row.logHawkesSurpriseA).toBeCloseTo(Math.log(2 / ((3 / spent) * (spent - spentByHalf))), 10)
})

test('features do not depend on events after the window', () => {
  const random = seededRandom(2)
  for (let i = 0; i < 50; i++) {
    const { times, magnitudes, windowSeconds } = drawObservation(random, 200)
    const half = observe({ times, magnitudes }, windowSeconds / 2)
    const altered = { times: times.slice(), magnitudes: magnitudes.slice() }
    for (let j = half.times.length; j < times.length; j++) {
      altered.times[j] = windowSeconds
      altered.magnitudes[j] = 1e6
    }
    expect(buildFeatures(observe(altered, windowSeconds / 2))).toEqual(buildFeatures(half))
  }
})

test('each early feature has a name', () => {
  expect(buildEarlyFeatures(drawObservation(seededRandom(3), 4))).toHaveLength(earlyFeatureNames.length)
})
