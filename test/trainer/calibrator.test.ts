import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import type { Provenance } from '../../ports/provenance.ts'
import type { Task } from '../../ports/threads.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { buildRecentFeatures } from '../../stores/recent-features.ts'
import { buildCalibrator } from '../../trainer/calibrator.ts'
import { writeGroupFilter } from '../../trainer/group-filter.ts'
import { startTrainer, type TrainerSettings } from '../../trainer/start-trainer.ts'
import * as faulty from '../fixtures/faulty.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { testManifest } from '../harness/test-api.ts'
import { until } from '../harness/until.ts'
import * as toyClick from '../predictor-kit/toys/toy-click.ts'
import { buildMemoryLog, buildMemoryMetrics } from '../worker/fakes.ts'

const threads = buildThreads({ size: 1 })
afterAll(() => threads.close())

async function build(predictorModule: PredictorModule = faulty) {
  const {
    predictor: {
      name: predictor,
      examples: [{ input, outcome }]
    }
  } = predictorModule
  const stores = await openStores(systemClock)
  const versions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock })
  const metrics = buildMemoryMetrics()
  const log = buildMemoryLog()
  const publish = async (artefact: Uint8Array, trainedOn: readonly string[] = []) => {
    const training = { ...testManifest.training, groupFilter: writeGroupFilter(new Set(trainedOn)) }
    const { version } = await versions.publish(predictor, artefact, {
      ...testManifest,
      metrics: [],
      training
    })
    await versions.promote(predictor, version, { actor: 'test', reason: 'because' })
  }
  const start = (settings: Partial<TrainerSettings> = {}, owner = 'trn_test') => {
    const trainer = startTrainer({
      ...stores,
      predictors: [predictorModule],
      runs: stores.trainingRuns,
      recentFeatures: buildRecentFeatures(stores.database),
      versions,
      threads,
      clock: systemClock,
      log,
      metrics,
      owner,
      codeVersion: 'test',
      settings: { lookSeconds: 0.02, calibrationSeconds: 0.02, ...settings }
    })
    onTestFinished(() => trainer.close())
    return trainer
  }
  const addSample = (subject: string, endedAt: number, provenance: Provenance = 'real', slice = 'all') =>
    stores.samples.put([
      {
        predictor,
        version: faulty.predictor.sampleVersion,
        subject,
        slice,
        sample: '{"do":"answer"}',
        endedAt,
        provenance
      }
    ])
  /** Answers a prediction of this subject, and reports its outcome. */
  const finish = async (subject: string, endedAt: number, provenance: Provenance = 'real') => {
    const submission = {
      predictor,
      subject,
      slice: 'all',
      pinnedVersion: null,
      callback: null,
      requestId: null
    }
    const { id } = await stores.predictions.accept({ ...submission, input: JSON.stringify(input) })
    const [claim] = await stores.predictions.claim([{ id, generation: 1 }], 'wrk', 60)
    const answer = { output: '{}', features: null, timings: null, modelVersion: 1, modelChecksum: null }
    await stores.predictions.finish([{ claim: claim!, state: 'succeeded', ...answer }])
    const report = { predictor, subject, outcome: JSON.stringify(outcome), endedAt, provenance }
    await stores.outcomes.put({ ...report, source: 'reported' })
  }
  const learned = async (version = 1) => {
    const found = await stores.calibrations.find(predictor, version)
    return found && { cases: found.cases, ...JSON.parse(found.calibration ?? 'null') }
  }
  const count = (state: string) =>
    metrics.values.get(`groundswell_calibrations_total ${predictor} ${state}`) ?? 0
  return { ...stores, versions, publish, start, addSample, finish, learned, count, log }
}

const model = faulty.predictor.encode(1)

test('learns from real outcomes in the order of their end, without subjects of the training set', async () => {
  const { publish, start, finish, learned } = await build()
  await publish(model, ['a member'])
  start()
  await finish('late', 30)
  await finish('early', 10)
  await finish('a member', 20)
  await finish('simulated', 20, 'simulated')
  await finish('demo', 20, 'demo')
  await until(async () => expect(await learned()).toMatchObject({ cases: 2, groups: ['early', 'late'] }))
  await finish('middle', 20)
  await until(async () => expect(await learned()).toMatchObject({ groups: ['early', 'middle', 'late'] }))
})

test('learns from all samples of the newest subjects', async () => {
  const { publish, start, addSample, learned } = await build()
  await publish(model)
  for (const [endedAt, subject] of ['a', 'b', 'c'].entries())
    for (const slice of ['300', '600']) await addSample(subject, endedAt, 'real', slice)
  start({ calibrationSubjects: 2 })
  await until(async () => expect(await learned()).toMatchObject({ cases: 4, groups: ['b', 'b', 'c', 'c'] }))
})

test('learns for a version that goes live, and again for one that was live before', async () => {
  const { publish, start, addSample, learned, versions } = await build()
  await publish(model)
  await publish(model)
  await addSample('a', 1)
  await addSample('b', 2)
  start()
  await until(async () => expect(await learned(2)).toMatchObject({ cases: 2 }))
  await versions.rollback('faulty', { actor: 'test', reason: 'because' })
  await until(async () => expect(await learned(1)).toMatchObject({ cases: 2 }))
  await addSample('c', 3)
  await until(async () => expect(await learned(1)).toMatchObject({ cases: 3 }))
  expect(await learned(2)).toMatchObject({ cases: 2 })
  await versions.promote('faulty', 2, { actor: 'test', reason: 'because' })
  await until(async () => expect(await learned(2)).toMatchObject({ cases: 3 }))
})

test('a withdrawn outcome leaves the calibration', async () => {
  const { publish, start, finish, learned, outcomeWithdrawals } = await build()
  await publish(model)
  start()
  for (const [endedAt, subject] of ['a', 'b', 'wrong'].entries()) await finish(subject, endedAt)
  await until(async () => expect(await learned()).toMatchObject({ cases: 3 }))
  await outcomeWithdrawals.withdraw({ predictor: 'faulty', subject: 'wrong' }, 'a mistake')
  await until(async () => expect(await learned()).toMatchObject({ groups: ['a', 'b'] }))
})

test('does not learn again without new samples, also after a restart, and remembers that there were too few', async () => {
  const { publish, start, addSample, learned, count, leases } = await build()
  await publish(model)
  await addSample('a', 1)
  const first = start()
  await until(async () => expect(await learned()).toEqual({ cases: 1 }))
  await first.close()
  const before = count('too-few')
  start({}, 'the next')
  const holder = async () => (await leases.holder('trainer.faulty'))?.owner
  await until(async () => expect(await holder()).toBe('the next'))
  await addSample('simulated', 2, 'simulated')
  await addSample('b', 3)
  await until(async () => expect(await learned()).toMatchObject({ cases: 2, groups: ['a', 'b'] }))
  expect(count('too-few')).toBe(before)
})

test('a failure is logged and counted, and the trainer continues', async () => {
  const { publish, start, addSample, count, log, trainingRuns } = await build()
  await publish(new TextEncoder().encode('nonsense'))
  await addSample('a', 1)
  await addSample('b', 2)
  start()
  await until(() => expect(count('failed')).toBe(1))
  expect(log.lines.map(({ message }) => message)).toContain('no calibration was learned')
  const run = await trainingRuns.request('faulty', 'requested', '{}')
  await until(async () => expect(await trainingRuns.get(run.id)).toMatchObject({ state: 'postponed' }))
  expect(count('failed')).toBe(1)
  await publish(model)
  await until(() => expect(count('learned')).toBeGreaterThan(0))
})

test('learns nothing for a predictor without calibration', async () => {
  const { start, calibrations, trainingRuns } = await build(languageGuess)
  start()
  const run = await trainingRuns.request('language-guess', 'requested', '{}')
  await until(async () => expect(await trainingRuns.get(run.id)).toMatchObject({ state: 'postponed' }))
  expect(await calibrations.list('language-guess')).toEqual([])
})

test('waits 19 times as long as the last calibration took, and at least the pause', async () => {
  const clock = buildSetClock()
  let seconds = 0.1
  let learnedCount = 0
  const { versions, publish, log } = await build()
  await publish(model)
  const calibrator = buildCalibrator({
    predictorModule: faulty,
    calibrations: {
      find: async () => null,
      put: async ({ version, cases, learnedAt }) => ({ version, cases, learnedAt })
    },
    versions,
    samples: { count: async () => 1, listNewest: async () => [] },
    threads: {
      ...threads,
      async run<Payload, Result>(task: Task<Payload>): Promise<Result> {
        if (task.name !== 'learnCalibration') return threads.run(task)
        learnedCount++
        return { text: '{"add":1}', seconds } as Result
      }
    },
    clock,
    log,
    metrics: buildMemoryMetrics(),
    lease: { name: 'trainer', owner: 'test' },
    settings: { calibrationSubjects: 500, calibrationSeconds: 5 }
  })
  const countAfter = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await calibrator.look()
    return learnedCount
  }
  expect(await countAfter(4_999)).toBe(0)
  expect(await countAfter(1)).toBe(1)
  expect(await countAfter(4_999)).toBe(1)
  seconds = 2
  expect(await countAfter(1)).toBe(2)
  expect(await countAfter(37_999)).toBe(2)
  expect(await countAfter(1)).toBe(3)
})

test('scores measure the version without its calibration', async () => {
  const { publish, start, finish, learned, scores } = await build(toyClick)
  await publish(toyClick.predictor.encode({ base: 0, words: {} }))
  start()
  for (let index = 0; index < 25; index++) await finish(`subject-${index}`, index)
  await until(async () => expect(await learned()).toMatchObject({ shift: expect.any(Number) }))
  await finish('another', 30)
  // The version answers .5, and each visitor clicked.
  await until(async () =>
    expect(await scores.summarize({ predictor: 'toy-click' })).toMatchObject([{ count: 26, meanLoss: 0.25 }])
  )
})

test('a verification asks the version without its calibration', async () => {
  const { publish, start, addSample, learned, verifications } = await build()
  await publish(model)
  start()
  const verify = async () => {
    const ids = (await verifications.request('faulty', 'by-hand')).map(({ id }) => id)
    const read = async () =>
      (await verifications.list('faulty', { limit: 9 })).items.filter(({ id }) => ids.includes(id))
    await until(async () => expect((await read()).every(({ finishedAt }) => finishedAt !== null)).toBe(true))
    return (await read()).find(({ kind }) => kind === 'golden')
  }
  const passed = { state: 'passed', reason: expect.stringContaining('as at its first verification') }
  expect(await verify()).toMatchObject(passed)
  for (const [endedAt, subject] of ['a', 'b'].entries()) await addSample(subject, endedAt)
  await until(async () => expect(await learned()).toMatchObject({ add: 0.5 }))
  expect(await verify()).toMatchObject(passed)
})
