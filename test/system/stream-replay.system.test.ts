import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type PackedCascades, packCascadeFolder } from '../../cascades/source/packed-cascades.ts'
import { Random } from '../../learners/random.ts'
import { disturb, feed } from '../harness/feed.ts'
import { type Started, startForTest } from '../harness/start.ts'
import { testMode } from '../harness/test-environment.ts'
import { hasSharedData } from '../predictors/cascade-size/shared-data.ts'

const windows = [300, 600, 3_600]
/** No cascade ends before the replay does. */
const longPauses = {
  GROUNDSWELL_IDLE_SECONDS: '31536000',
  GROUNDSWELL_MAX_AGE_SECONDS: '31536000',
  LOG_LEVEL: 'info'
}
const hasData = hasSharedData('replays of seismic and auspol')
const [seismic, auspol] = ['seismic', 'auspol'].map(name =>
  fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url))
) as [string, string]

/** Fewer kills on the cluster, where all processes restart each time. */
const kills = testMode === 'embedded' ? 50 : 15

async function startReplaying(folder: string, settings: Record<string, string>) {
  const program = await startForTest({
    settings: { ...settings, GROUNDSWELL_REPLAY_FOLDERS: `${folder}/..` }
  })
  const { status, body } = await program.post('/replays', { folder, speed: 'max' })
  expect(status, JSON.stringify(body)).toBe(202)
  return { program, replay: body.id as string, label: body.label as string }
}

/** Waits until the replay and all work that follows from it are done. */
async function waitForEnd(program: Started, replay: string) {
  await expect
    .poll(
      async () => {
        const { body } = await program.get(`/replays/${replay}`)
        const { messages, predictions, outcomes } = body.waiting
        return { state: body.replay.state, left: messages + predictions + outcomes }
      },
      { timeout: 500_000, interval: 1_000 }
    )
    .toEqual({ state: 'succeeded', left: 0 })
  return (await program.get(`/replays/${replay}`)).body
}

/** Expects each event and each window of a cascade once, and final sizes as in the files. */
async function checkCounts(program: Started, label: string, packed: PackedCascades, source: string) {
  const sizes = packed.numbers.map((_, place) => packed.offsets[place + 1]! - packed.offsets[place]!)
  const { counters, lag } = (await program.get('/stream')).body
  const events = sizes.reduce((sum, size) => sum + size, 0)
  expect({ lag, ...counters }, source).toMatchObject({
    lag: 0,
    events,
    cascades: sizes.length,
    windows: windows.length * sizes.length,
    ended: sizes.length,
    adopted: 0,
    afterEnd: 0,
    revised: 0,
    unreadable: 0,
    future: 0
  })
  const wrong: unknown[] = []
  for (const [place, number] of packed.numbers.entries()) {
    const { cascade, forecasts, outcome } = (await program.get(`/cascades/${label}.${number}?maxEvents=0`))
      .body
    const seen = forecasts.filter(each => each.extra === null).map(each => each.windowSeconds ?? Number.NaN)
    const isRight =
      cascade.events === sizes[place] &&
      cascade.state === 'ended' &&
      outcome?.finalSize === sizes[place] &&
      JSON.stringify(seen.toSorted((left, right) => left - right)) === JSON.stringify(windows)
    if (!isRight) wrong.push({ number, size: sizes[place], cascade, seen, outcome })
  }
  expect(wrong.slice(0, 3), source).toEqual([])
  return counters
}

describe.skipIf(!hasData)('replays of the shared sets', () => {
  for (const set of [seismic, auspol]) {
    test(`counts exactly all events of ${basename(set)}`, async () => {
      const folder = set
      const { program, replay, label } = await startReplaying(folder, longPauses)
      await waitForEnd(program, replay)
      const counters = await checkCounts(program, label, await packCascadeFolder(folder), 'as it is')
      expect(counters).toMatchObject({ duplicates: 0, late: 0 })
    })
  }

  test('counts the same after kills at random moments of the replay', async () => {
    const folder = seismic
    const { program, replay, label } = await startReplaying(folder, longPauses)
    const random = new Random(5)
    const clock = { sleep: (milliseconds: number) => new Promise(done => setTimeout(done, milliseconds)) }
    for (let kill = 0; kill < kills; kill++) {
      // Kills at a random moment, so it waits for no condition.
      await clock.sleep(2_000 * random.uniform())
      await program.kill('SIGKILL')
      await program.restart()
    }
    await waitForEnd(program, replay)
    await checkCounts(program, label, await packCascadeFolder(folder), 'killed')
  })

  test('counts the same with 5 % delivered twice and 5 % out of order', async () => {
    const program = await startForTest({ settings: longPauses })
    const packed = await packCascadeFolder(seismic)
    const events = packed.numbers.flatMap((number, place) => {
      const from = packed.offsets[place]!
      const start = 1_700_000_000 + 3_600 * place
      return Array.from({ length: packed.offsets[place + 1]! - from }, (_, index) => ({
        eventId: String(index),
        cascadeId: `feed.${number}`,
        kind: index === 0 ? ('post' as const) : ('reshare' as const),
        time: start + packed.times[from + index]!,
        magnitude: packed.magnitudes[from + index]!
      }))
    })
    events.sort((left, right) => left.time - right.time)
    const disturbed = disturb(events, new Random(11), { twice: 0.05, late: 0.05, seconds: 30 })
    await feed(program, disturbed)
    await feed(program, [{ watermark: events.at(-1)!.time + 60, isLast: true }])
    const sent = disturbed.filter(each => 'eventId' in each).length
    await expect
      .poll(async () => (await program.get('/stream')).body.counters.ended, {
        timeout: 500_000,
        interval: 1_000
      })
      .toBe(packed.numbers.length)
    await expect
      .poll(async () => (await program.get('/queues')).body.items[0], { timeout: 300_000, interval: 1_000 })
      .toMatchObject({ queued: 0, running: 0 })
    const counters = await checkCounts(program, 'feed', packed, 'disturbed')
    expect(counters).toMatchObject({ duplicates: sent - events.length, late: 0 })
  })

  test('trains, gates and promotes better versions automatically with the default endings', async () => {
    const { program, replay } = await startReplaying(seismic, {
      GROUNDSWELL_TRAIN_NEW_SAMPLES: '200',
      // Samples at the windows alone, so that 200 are of 66 cascades.
      GROUNDSWELL_LATER_AGES: '604800',
      LOG_LEVEL: 'info'
    })
    const report = await waitForEnd(program, replay)
    const listTrained = async () => {
      const { items } = (await program.get('/models/history?limit=100')).body
      return items
        .filter((each: { action: string; version: number }) => each.action === 'promote' && each.version > 1)
        .map((each: { version: number }) => each.version)
        .sort((left: number, right: number) => left - right)
    }
    // A training starts once the last outcomes have become samples.
    await expect
      .poll(async () => (await listTrained()).length, { timeout: 300_000, interval: 1_000 })
      .toBeGreaterThan(0)
    await expect
      .poll(async () => (await program.get(`/replays/${replay}`)).body.waiting.trainings, {
        timeout: 60_000
      })
      .toBe(0)
    expect(report.collected.afterEnd).toBeGreaterThan(0)
    expect(report.collected.revised).toBeGreaterThan(0)
    const trained = await listTrained()
    const held = await Promise.all(
      trained.map(async (version: number) => readHeldOut((await program.get(`/models/${version}`)).body))
    )
    for (const { candidate, modelLess, constant } of held) {
      expect(candidate.meanLoss).toBeLessThan(modelLess.meanLoss)
      expect(candidate.meanLoss).toBeLessThan(constant.meanLoss)
    }
    // Each version has passed the gate: it is better than its champion by two standard errors of the paired difference.
    const runs = (await program.get('/training?limit=100')).body.items
    for (const version of trained) {
      const run = runs.find(each => each.version === version)
      expect(run).toMatchObject({ report: { gate: { is: 'passed' } } })
    }
  })
})

interface Metric {
  readonly slice: string
  readonly forecaster: string
  readonly meanLoss: number
}

function readHeldOut({ metrics }: { readonly metrics: readonly Metric[] }) {
  const find = (forecaster: string) =>
    metrics.find(each => each.slice === 'all' && each.forecaster === forecaster)!
  return { candidate: find('candidate'), modelLess: find('model-less'), constant: find('constant') }
}
