import { expect, test } from 'vitest'
import type { Manifest } from '../../stores/model-versions.ts'
import type { TrainingRun } from '../../stores/training-runs.ts'
import { summarizeFeatures } from '../../trainer/feature-summary.ts'
import { buildCooldown, findTrigger, type TriggerOptions } from '../../trainer/triggers.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const hour = 3_600
const rows = Array.from({ length: 1_000 }, (_, index) => [index / 1_000])

/** A service whose last run was `idleSeconds` ago, with `fresh` samples since, and a live version. */
function build(given: {
  fresh?: number
  idleSeconds?: number
  rolling?: number
  shift?: number
  isCooldownOver?: boolean
  /** The groups now, and those at the last run. */
  groups?: readonly [now: number, before: number]
  trainedGroups?: number
  isSimulated?: boolean
  settings?: Partial<TriggerOptions['settings']>
}) {
  const clock = buildSetClock()
  const { fresh = 0, idleSeconds = 2 * hour, rolling = 0.2, shift = 0, isCooldownOver = true } = given
  const last = { createdAt: clock.now() - 1_000 * idleSeconds } as TrainingRun
  const metrics = [{ forecaster: 'candidate', slice: 'all', cases: 50, meanLoss: 0.2, medianLoss: 0.1 }]
  const { groups = [0, 0], trainedGroups = 30, isSimulated = false } = given
  const training = { samples: rows.length, groups: trainedGroups }
  const manifest = {
    version: 3,
    metrics,
    features: summarizeFeatures(['x'], rows),
    training,
    isSimulated
  } as unknown as Manifest
  const options: TriggerOptions = {
    predictor: 'any',
    sampleVersion: 1,
    samples: {
      count: async () => fresh,
      countSubjects: async ({ createdUntil }, max) =>
        Math.min(max, groups[createdUntil === undefined ? 0 : 1])
    },
    scores: { rollingLoss: async () => ({ mean: rolling, count: 100 }) },
    runs: { last: async () => last },
    versions: { serving: async () => ({ version: 3 }) as never, manifest: async () => manifest },
    recentFeatures: { list: async () => rows.slice(0, 100).map((_, index) => [index / 100 + shift]) },
    clock,
    isCooldownOver: () => isCooldownOver,
    settings: {
      firstGroups: 30,
      maxCrossValidatedGroups: 120,
      newSamples: 500,
      scheduleSeconds: 24 * hour,
      driftLimit: 0.25,
      lossRatioLimit: 1.25,
      recentCount: 100,
      pauseSeconds: hour,
      minNewSamples: 50,
      ...given.settings
    }
  }
  return findTrigger(options)
}
const nameOf = async (given: Parameters<typeof build>[0]) => (await build(given))?.name ?? null

test('starts a training by new samples after the cooldown', async () => {
  expect(await nameOf({ fresh: 499 })).toBeNull()
  expect(await build({ fresh: 500 })).toEqual({ name: 'samples', reason: '500 new samples' })
  expect(await nameOf({ fresh: 500, isCooldownOver: false })).toBeNull()
  expect(await nameOf({ fresh: 10_000, isCooldownOver: false })).toBe('samples')
})

test('starts a training by schedule if there are new samples', async () => {
  expect(await nameOf({ fresh: 1, idleSeconds: 24 * hour })).toBe('schedule')
  expect(await nameOf({ fresh: 0, idleSeconds: 24 * hour })).toBeNull()
  expect(await nameOf({ fresh: 1, idleSeconds: 24 * hour, settings: { scheduleSeconds: 0 } })).toBeNull()
})

test('starts a training by rolling loss or drift after the pause and with new samples', async () => {
  expect(await nameOf({ fresh: 60, rolling: 0.24 })).toBeNull()
  expect(await build({ fresh: 60, rolling: 0.3 })).toEqual({
    name: 'loss',
    reason: 'rolling loss 1.50 times that at promotion'
  })
  expect(await nameOf({ fresh: 60, shift: 0.5 })).toBe('drift')
  expect(await nameOf({ fresh: 49, rolling: 0.3, shift: 0.5 })).toBeNull()
  expect(await nameOf({ fresh: 60, rolling: 0.3, shift: 0.5, idleSeconds: hour - 1 })).toBeNull()
})

test('measures loss and drift on no fewer than the recent count', async () => {
  expect(await nameOf({ fresh: 60, rolling: 0.3, settings: { recentCount: 101 } })).toBeNull()
  expect(await nameOf({ fresh: 60, shift: 0.5, settings: { recentCount: 101 } })).toBeNull()
})

test('a limit itself starts no training', async () => {
  expect(await nameOf({ fresh: 60, rolling: 0.25 })).toBeNull()
})

test('the cooldown ends when the count no longer grows', () => {
  const isCooldownOver = buildCooldown()
  expect([5, 5, 6, 6].map(isCooldownOver)).toEqual([false, true, false, true])
  const growing = Array.from({ length: 12 }, (_, look) => 10 + look)
  expect(growing.map(isCooldownOver).lastIndexOf(false)).toBe(2)
})

test('starts the first training at the first groups, and the next ones when they have doubled', async () => {
  const at = (now: number, before: number, more = {}) => build({ fresh: 1, groups: [now, before], ...more })
  expect(await at(29, 0)).toBeNull()
  expect(await at(30, 0)).toEqual({ name: 'samples', reason: '30 groups of real cases' })
  expect(await at(59, 30)).toBeNull()
  expect(await at(61, 45)).toMatchObject({ reason: '61 groups of real cases' })
  expect(await at(119, 61)).toBeNull()
  expect(await at(240, 119)).toMatchObject({ name: 'samples' })
  // More than few: 500 new samples start the next one.
  expect(await at(241, 119)).toBeNull()
  expect(await at(30, 0, { fresh: 0 })).toBeNull()
  expect(await at(30, 0, { isCooldownOver: false })).toBeNull()
})

test('starts no training by doubling after a version was trained on many real groups', async () => {
  const at = (given: object) => build({ fresh: 1, groups: [60, 30], ...given })
  expect(await at({ trainedGroups: 121 })).toBeNull()
  expect(await at({ trainedGroups: 120 })).not.toBeNull()
  expect(await at({ trainedGroups: 2_000, isSimulated: true })).not.toBeNull()
})
