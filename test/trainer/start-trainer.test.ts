import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { buildRecentFeatures } from '../../stores/recent-features.ts'
import { startTrainer } from '../../trainer/start-trainer.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import { drawTexts } from '../fixtures/letter-texts.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { until } from '../harness/until.ts'
import { buildMemoryMetrics, silentLog } from '../worker/fakes.ts'

const threads = buildThreads({ size: 1 })
afterAll(() => threads.close())
const { predictor } = languageGuess

async function build() {
  const stores = await openStores(systemClock)
  const versions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock })
  const start = (owner: string) => {
    const trainer = startTrainer({
      ...stores,
      predictors: [languageGuess],
      runs: stores.trainingRuns,
      recentFeatures: buildRecentFeatures(stores.database),
      versions,
      threads,
      clock: systemClock,
      log: silentLog,
      metrics: buildMemoryMetrics(),
      owner,
      codeVersion: 'test',
      settings: {
        lookSeconds: 0.02,
        leaseSeconds: 1,
        trainOptions: { [predictor.name]: { own: 1, other: 2 } }
      }
    })
    onTestFinished(() => trainer.close())
    return trainer
  }
  return { ...stores, versions, start }
}

test('the next trainer fails the run of a dead trainer and runs the queued requests', async () => {
  const { trainingRuns, leases, samples, versions, start } = await build()
  const made = drawTexts(1, 200).map(({ text, language }, index) => ({
    predictor: predictor.name,
    version: predictor.sampleVersion,
    subject: `text-${index}`,
    slice: null,
    sample: JSON.stringify(predictor.sample({ text }, { language })),
    endedAt: 1_000 * index
  }))
  await samples.put(made)
  const dead = await trainingRuns.request(predictor.name, 'requested', '{}')
  await trainingRuns.begin(predictor.name)
  await leases.take(`trainer.${predictor.name}`, 'the dead one', 1)
  const asked = JSON.stringify({ train: { other: 3 } })
  const waiting = await trainingRuns.request(predictor.name, 'requested', asked)
  start('the successor')
  await until(async () => expect(await trainingRuns.get(waiting.id)).toMatchObject({ state: 'promoted' }))
  expect(await trainingRuns.get(dead.id)).toMatchObject({ state: 'failed', reason: 'its trainer died' })
  const [version, ...others] = await versions.versions(predictor.name)
  expect(others).toEqual([])
  // The options of the request replace those of the settings.
  expect(version!.manifest.training.options).toEqual({ own: 1, other: 3 })
})

test('one trainer works at a time, and another takes over when it closes', async () => {
  const { leases, trainingRuns, start } = await build()
  const first = start('first')
  const holder = async () => (await leases.holder(`trainer.${predictor.name}`))?.owner
  await until(async () => expect(await holder()).toBe('first'))
  start('second')
  const run = await trainingRuns.request(predictor.name, 'requested', '{}')
  await until(async () => expect(await trainingRuns.get(run.id)).toMatchObject({ state: 'postponed' }))
  expect(await holder()).toBe('first')
  await first.close()
  await until(async () => expect(await holder()).toBe('second'))
})

test('the trainer runs a requested verification', async () => {
  const { verifications, start } = await build()
  const [newest, golden] = await verifications.request(predictor.name, 'by-hand')
  start('first')
  const read = async () => (await verifications.list(predictor.name, { limit: 9 })).items
  const undecided = { state: 'undecided', reason: 'no version is live' }
  await until(async () =>
    expect(await read()).toMatchObject([
      { id: golden?.id, ...undecided },
      { id: newest?.id, ...undecided }
    ])
  )
})

test('a trainer takes its lease once, renews it after a third, and stops when closed', async () => {
  const stores = await openStores(systemClock)
  const clock = buildSetClock()
  const taken: number[] = []
  let looks = 0
  const trainer = startTrainer({
    ...stores,
    outcomes: {
      ...stores.outcomes,
      async open() {
        looks++
        return []
      }
    },
    predictors: [languageGuess],
    runs: stores.trainingRuns,
    recentFeatures: buildRecentFeatures(stores.database),
    versions: buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock }),
    leases: {
      ...stores.leases,
      take(...parameters) {
        taken.push(clock.monotonic())
        return stores.leases.take(...parameters)
      }
    },
    threads,
    clock,
    log: silentLog,
    metrics: buildMemoryMetrics(),
    owner: 'trainer-1',
    codeVersion: 'test',
    settings: { lookSeconds: 1, leaseSeconds: 9 }
  })
  onTestFinished(() => trainer.close())
  const lookAgain = async () => {
    const before = looks
    await expect
      .poll(() => {
        if (looks === before) clock.advance(1_000)
        return looks
      })
      .toBeGreaterThan(before)
  }
  await expect.poll(() => looks).toBe(1)
  trainer.wake()
  await expect.poll(() => looks).toBe(2)
  trainer.wake()
  await expect.poll(() => looks).toBe(3)
  expect(taken).toEqual([0])
  await lookAgain()
  await trainer.close()
  const { length } = taken
  clock.advance(60_000)
  await new Promise(setImmediate)
  expect(taken).toHaveLength(length)
  expect(await stores.leases.holder(`trainer.${predictor.name}`)).toBeNull()
})
