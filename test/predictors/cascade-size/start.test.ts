import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answerQueries } from '../../../predictors/cascade-size/answer.ts'
import { bootstrap, cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'
import type { Model } from '../../../predictors/cascade-size/model.ts'
import { decodeModel, encodeModel } from '../../../predictors/cascade-size/model-artefact.ts'
import { explain } from '../../../predictors/cascade-size/reasons.ts'
import type { Sample } from '../../../predictors/cascade-size/sample.ts'
import {
  correct,
  findCorrection,
  type LogForecast,
  learnCorrections
} from '../../../predictors/cascade-size/start.ts'
import { plan, trainModel } from '../../../predictors/cascade-size/train.ts'
import type { Samples } from '../../../predictors/predictor.ts'
import { sampleSet, simulateSet } from './simulated-set.ts'

const first = decodeModel(readFileSync(bootstrap.artefact))
const windows = [300, 3600]
const all = sampleSet(simulateSet(90, 11), windows)
const take = (from: number, to: number) =>
  all.filter(({ group }) => Number(group) >= from && Number(group) < to)
const held = take(40, 90)
const queries = held.map(({ sample }) => sample)
const meanError = (model: Model) => {
  const { values } = cascadeSize.losses(model, held)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** One case of 100 events that the first model expects to end with 200, between 150 and 300. */
const forecast: LogForecast = {
  point: Math.log(190),
  quantiles: Array.from({ length: 17 }, (_, k) => Math.log(200) + (k - 8) * 0.08)
}
function learnFrom(count: number, size: number, ownPoint: (i: number) => number) {
  const [labeled] = all
  const samples: Samples<Sample> = Array.from({ length: count }, (_, i) => ({
    ...labeled!,
    group: String(i),
    sample: { ...labeled!.sample, windowSeconds: 300, observedEvents: 100, finalSize: size + (i % 3) }
  }))
  const [correction] = learnCorrections(
    samples,
    samples.map(() => forecast),
    samples.map((_, i) => ownPoint(i))
  )
  return correction!
}

describe('the correction of the first model', () => {
  test('leaves a forecast as it is without own cascades, but never below the observed events', () => {
    const none = { windowSeconds: 300, pointLevel: 0, level: 0, spread: 1, ownShare: 0 }
    const same = correct(forecast, none, 100)
    expect(same.point).toBe(forecast.point)
    for (const [k, each] of same.quantiles.entries()) expect(each).toBeCloseTo(forecast.quantiles[k]!, 12)
    expect(Math.min(...correct(forecast, none, 250).quantiles)).toBe(Math.log(250))
  })

  test('moves towards the level of the own cascades the further, the more there are', () => {
    const levels = [1, 10, 100].map(count => learnFrom(count, 800, () => NaN).level)
    const distance = Math.log(4)
    expect(levels[0]! / distance).toBeCloseTo(1 / 11, 2)
    expect(levels[1]! / distance).toBeCloseTo(10 / 20, 2)
    expect(levels[2]! / distance).toBeCloseTo(100 / 110, 2)
  })

  test('weighs own forests the more, the more cascades they know and the better they do out of bag', () => {
    /** Of own forests that are exactly as good as the corrected first model. */
    const shareAt = (count: number) => {
      const { pointLevel } = learnFrom(count, 200, () => NaN)
      return learnFrom(count, 200, () => 190 * Math.exp(pointLevel)).ownShare
    }
    const shares = [8, 32, 92].map(shareAt)
    for (const [i, share] of [0.5, 0.8, 0.92].entries()) expect(shares[i]).toBeCloseTo(share, 6)
    expect(learnFrom(30, 200, i => 200 + (i % 3)).ownShare).toBeGreaterThan(shareAt(30))
    expect(learnFrom(30, 200, i => 400 + 10 * (i % 2)).ownShare).toBeLessThan(shareAt(30))
    expect(learnFrom(30, 200, () => NaN).ownShare).toBe(0)
  })

  test('is interpolated between its windows', () => {
    const at = (windowSeconds: number, level: number) => ({
      windowSeconds,
      pointLevel: level,
      level,
      spread: 1,
      ownShare: 0.5
    })
    const start = { corrections: [at(100, 1), at(10_000, 3)] }
    const levels = [50, 100, 1_000, 20_000].map(window => findCorrection(start, window).level)
    for (const [i, level] of [1, 1, 2, 3].entries()) expect(levels[i]).toBeCloseTo(level, 9)
  })
})

describe('a version of few cascades', () => {
  const few = take(0, 40)
  const model = trainModel(few, { seed: 1, trees: 40 }, first)

  test('is better than the first model on a population unlike that of the first model', () => {
    expect(meanError(model)).toBeLessThan(meanError(first))
  })

  test('gives ascending quantiles, none below the observed events', () => {
    answerQueries(model, queries).forEach(({ quantiles, areOptimal }, i) => {
      const sizes = quantiles!.map(({ size }) => size)
      expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
      expect(Math.min(areOptimal!, ...sizes)).toBeGreaterThanOrEqual(queries[i]!.observedEvents)
    })
  })

  test('keeps the first model in its bytes', () => {
    const bytes = encodeModel(model)
    const decoded = decodeModel(bytes)
    expect(Buffer.compare(encodeModel(decoded), bytes)).toBe(0)
    expect(answerQueries(decoded, queries)).toEqual(answerQueries(model, queries))
  })

  test('is the same in any order of its parts', () => {
    const parts = plan(few, { seed: 1, trees: 40, treesPerPart: 15 }, first).toReversed()
    const results = parts.map(part => cascadeSize.trainPart(few, structuredClone(part)))
    const combined = cascadeSize.combine(few, results, { seed: 1, trees: 40 }, first)
    expect(Buffer.compare(encodeModel(combined), encodeModel(model))).toBe(0)
  })

  test('answers from the corrected first model where its own cascades are too few for forests', () => {
    const tiny = take(0, 4)
    expect(() => trainModel(tiny, { seed: 1, trees: 10 })).toThrow(RangeError)
    const corrected = trainModel(tiny, { seed: 1, trees: 10 }, first)
    expect(corrected.windows).toEqual([])
    const answers = answerQueries(corrected, queries)
    const ofFirst = answerQueries(first, queries)
    for (const [i, { method }] of answers.entries()) expect(method).toBe(ofFirst[i]!.method)
    const reasons = answers.map((answer, i) => explain(corrected, queries[i]!, answer))
    const explained = reasons.findIndex(each => each !== null)
    const { base, groups } = reasons[explained]!
    const sum = groups.reduce((total, { contribution }) => total + contribution, Math.log(base))
    expect(sum).toBeCloseTo(Math.log(answers[explained]!.median!), 9)
  })

  test('of no cascades is refused', () => {
    expect(() => plan([], { seed: 1 }, first)).toThrow(RangeError)
  })
})

test('a version of many cascades is the same with a first model and without', () => {
  const many = Array.from({ length: 25 }, (_, copy) =>
    take(0, 40).map(labeled => ({ ...labeled, group: `${copy} ${labeled.group}` }))
  ).flat()
  const options = { seed: 1, trees: 3 }
  const [alone, started] = [trainModel(many, options), trainModel(many, options, first)]
  expect(started.start).toBeNull()
  expect(Buffer.compare(encodeModel(started), encodeModel(alone))).toBe(0)
  expect(trainModel(many.slice(0, 80), options, first).start).not.toBeNull()
})

test('refuses an artefact with a malformed start', () => {
  const model = trainModel(take(0, 10), { seed: 1, trees: 5 }, first)
  const broken = (change: object) => {
    const corrections = model.start!.corrections.map(each => ({ ...each, ...change }))
    return encodeModel({ ...model, start: { ...model.start!, corrections } })
  }
  expect(() => decodeModel(broken({ ownShare: 2 }))).toThrow(/start.corrections\[0\].ownShare/)
  expect(() => decodeModel(broken({ windowSeconds: 300 }))).toThrow(/ascending order/)
})

test('learns nothing of the first model from samples for which it has no size', () => {
  // Uploaded features that no cascade has: more than all events before three quarters of the window.
  const odd = take(0, 40).map(labeled => {
    const features = labeled.sample.features.map(value => value + 50)
    return { ...labeled, sample: { ...labeled.sample, features } }
  })
  const model = trainModel([...odd, ...take(40, 60)], { seed: 1, trees: 5 }, first)
  for (const correction of model.start!.corrections)
    expect(Object.values(correction).every(Number.isFinite)).toBe(true)
  expect(decodeModel(encodeModel(model)).start).toEqual(model.start)
})
