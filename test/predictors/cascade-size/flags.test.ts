import { beforeAll, expect, test } from 'vitest'
import { answerQueries } from '../../../predictors/cascade-size/answer.ts'
import { observe } from '../../../predictors/cascade-size/cascade.ts'
import type { FlagName } from '../../../predictors/cascade-size/explanation.ts'
import type { Model } from '../../../predictors/cascade-size/model.ts'
import { buildQuery, type Sample } from '../../../predictors/cascade-size/sample.ts'
import { trainModel } from '../../../predictors/cascade-size/train.ts'
import type { Labeled } from '../../../predictors/predictor.ts'
import { simulateSet } from './simulated-set.ts'

const windowSeconds = 1200
let all: readonly Labeled<Sample>[]
let large: readonly Labeled<Sample>[]
let model: Model

/** Of posts that already had many reshares when they were collected. */
function isLarge({ sample }: Labeled<Sample>): boolean {
  return sample.observedEvents >= 20
}

/** Without fits, which no forest reads. */
function draw(seed: number): readonly Labeled<Sample>[] {
  return simulateSet(1500, seed).map((cascade, i) => {
    const query = buildQuery(observe(cascade, windowSeconds))
    const sample = { ...query, finalSize: cascade.times.length, fit: null, seismic: null }
    return { id: String(i), group: String(i), endedAt: '2026-01-01T00:00:00Z', sample }
  })
}

beforeAll(() => {
  all = draw(1)
  large = all.filter(isLarge)
  model = trainModel(large, { seed: 1, trees: 60 })
})

function flagsOf(samples: readonly Labeled<Sample>[]): readonly (readonly FlagName[])[] {
  return answerQueries(
    model,
    samples.map(({ sample }) => sample)
  ).map(({ flags }) => flags.map(({ name }) => name))
}

function shareOf(flags: readonly (readonly FlagName[])[]): number {
  return flags.filter(names => names.length > 0).length / flags.length
}

test('few answers about its own kind are flagged, most about smaller cascades', () => {
  const fresh = draw(2)
  const own = fresh.filter(isLarge)
  const small = fresh.filter(({ sample }) => sample.observedEvents >= 5 && sample.observedEvents < 15)
  expect(shareOf(flagsOf(own))).toBeLessThan(0.15)
  expect(shareOf(flagsOf(small))).toBeGreaterThan(0.7)
})

test('an answer about fewer events than 98 % of the training cases had is flagged', () => {
  const profile = model.profiles.find(each => each.windowSeconds === windowSeconds)!
  const ownEvents = large.map(({ sample }) => sample.observedEvents)
  const below = ownEvents.filter(events => events < profile.minEvents).length
  expect(below / ownEvents.length).toBeLessThanOrEqual(0.02)
  const few = all.filter(
    ({ sample }) => sample.observedEvents >= 5 && sample.observedEvents < profile.minEvents
  )
  expect(few.length).toBeGreaterThan(10)
  for (const names of flagsOf(few)) expect(names).toContain('smallest-size')
})

test('an answer far from the estimate without training is flagged, with both figures', () => {
  const [profile] = model.profiles
  const narrow = { ...profile!, minEvents: 0, differences: { low: 5, high: 6 } }
  const { sample } = large.find(each => each.sample.windowSeconds === narrow.windowSeconds)!
  const [answer] = answerQueries({ ...model, profiles: [narrow] }, [sample])
  const flag = answer!.flags.find(({ name }) => name === 'disagrees-with-estimate')
  expect(flag?.text).toMatch(
    /^The median is [\d.]+ times that of an estimate without training; .* 148 times to 403 times\.$/
  )
})

test('an untrained window is flagged, and the answer says what it learned from elsewhere', () => {
  const [far] = answerQueries(model, [{ ...large[0]!.sample, windowSeconds: 80_000, observedEvents: 40 }])
  expect(far!.flags.map(({ name }) => name)).toContain('untrained')
  expect(far!.trainedOn).toBeNull()
})

test('an answer states the training set of its models', () => {
  const labeled = large.map((each, i) => ({
    ...each,
    endedAt: i % 2 === 0 ? '2019-05-01T00:00:00Z' : '2024-01-02T00:00:00Z'
  }))
  const own = trainModel(labeled, { seed: 1, trees: 10, networks: ['Mastodon'] })
  const sizes = large.map(({ sample }) => sample.finalSize)
  const [answer] = answerQueries(own, [large.find(({ sample }) => sample.observedEvents > 20)!.sample])
  expect(answer!.trainedOn).toEqual({
    cascades: new Set(large.map(({ group }) => group)).size,
    simulatedCascades: 0,
    minSize: Math.min(...sizes),
    maxSize: Math.max(...sizes),
    networks: ['Mastodon'],
    years: [2019, 2024]
  })
  expect(() => trainModel(labeled, { seed: 1, networks: [''] })).toThrow('networks must be a list')
})
