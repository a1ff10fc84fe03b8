import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import { startWorker, type WorkerOptions } from '../../worker/start-worker.ts'
import * as faulty from '../fixtures/faulty.ts'
import * as faultyBatch from '../fixtures/faulty-batch.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { until } from '../harness/until.ts'
import {
  buildFailingQueue,
  buildInlineThreads,
  buildMemoryCalibrations,
  buildMemoryLog,
  buildMemoryMetrics,
  buildMemoryQueue,
  buildMemoryRows,
  makeDatabaseFail
} from './fakes.ts'

const draft: ManifestDraft = {
  schemaVersion: 1,
  features: [],
  training: { source: 'a test', samples: 0, groups: 0, cut: null, seed: 1, options: {} },
  metrics: [],
  parent: null,
  codeVersion: 'test',
  isSimulated: false,
  notes: ''
}
const by = { actor: 'test', reason: 'because' }

function start(change: Partial<WorkerOptions> = {}) {
  const rows = buildMemoryRows()
  const queue = buildMemoryQueue()
  const log = buildMemoryLog()
  const metrics = buildMemoryMetrics()
  const blobs = openBlobsFolder(temporaryFolder())
  const versions = buildModelVersions({ blobs, clock: systemClock, watchMilliseconds: 20 })
  const worker = startWorker({
    predictors: [faulty],
    queue,
    predictions: rows,
    versions,
    calibrations: buildMemoryCalibrations(),
    threads: buildInlineThreads(2),
    clock: systemClock,
    log,
    metrics,
    owner: 'wrk_test',
    settings: { graceSeconds: 0.1, drainSeconds: 0.2 },
    ...change
  })
  onTestFinished(() => worker.close())
  const publish = (model: number) => versions.publish('faulty', faulty.predictor.encode(model), draft)
  return { rows, queue, log, metrics, blobs, versions, worker, publish }
}
const answer = (value: number) => JSON.stringify({ do: 'answer', value })

test('answers jobs, writes the results, and only then settles the deliveries', async () => {
  const begun = performance.now()
  const { rows, queue, metrics } = start()
  const bodies = [1, 2, 3].map(value => rows.insert({ id: `p${value}`, input: answer(value) }))
  queue.send(...bodies)
  await until(() => expect(queue.settled.size).toBe(3))
  for (const value of [1, 2, 3]) {
    const ending = rows.endings.get(`p${value}`)!
    expect(ending).toMatchObject({ state: 'succeeded', modelVersion: null, features: `[${value}]` })
    expect(JSON.parse((ending as { output: string }).output)).toEqual({ value, model: null })
    const timings = JSON.parse(ending.timings!)
    expect(timings).toEqual({
      queuedSeconds: expect.any(Number),
      waitingSeconds: expect.any(Number),
      predictSeconds: expect.any(Number)
    })
    const took = (performance.now() - begun) / 1000
    expect(Math.max(...(Object.values(timings) as number[]))).toBeLessThanOrEqual(took + 0.01)
  }
  expect(metrics.values.get('groundswell_predictions_ended_total faulty succeeded')).toBe(3)
})

test('reports a waiting time of zero for a job that did not wait', async () => {
  const { rows, queue } = start({ clock: { ...systemClock, monotonic: () => 1_000 } })
  queue.send(rows.insert({ id: 'p1', input: answer(1) }))
  await until(() => expect(rows.endings.size).toBe(1))
  expect(JSON.parse(rows.endings.get('p1')!.timings!)).toMatchObject({ waitingSeconds: 0 })
})

test('processes a message that is twice in one batch once and settles it twice', async () => {
  const { rows, queue, metrics } = start()
  const body = rows.insert({ id: 'p1', input: answer(1) })
  queue.send(body, ` ${body}`)
  await until(() => expect([...queue.settled.values()]).toEqual(['done', 'done']))
  expect(metrics.values.get('groundswell_predict_seconds faulty')).toBe(1)
})

test('passes 100 jobs to one call of a predictor with batches, beyond GROUNDSWELL_MAX_BATCH', async () => {
  const threads = buildInlineThreads(2)
  const { rows, queue } = start({ predictors: [faultyBatch], threads })
  const bodies = Array.from({ length: 100 }, (_, value) =>
    rows.insert({ id: `p${value}`, predictor: 'faulty-batch', input: answer(value) })
  )
  queue.send(...bodies)
  await until(() => expect(queue.settled.size).toBe(100))
  expect(threads.tasks).toHaveLength(1)
  const outputs = [...rows.endings.values()].map(ending => (ending as { output: string }).output)
  expect(new Set(outputs)).toEqual(new Set(['{"value":100,"model":null}']))
})

test('postpones a job whose predictor is unavailable and answers the others', async () => {
  const { rows, queue, log } = start()
  queue.send(
    rows.insert({ id: 'away', input: '{"do":"away"}' }),
    rows.insert({ id: 'good', input: answer(1) })
  )
  await until(() => expect(queue.settled.size).toBe(2))
  expect(rows.postponements).toMatchObject([
    { claim: { id: 'away' }, code: 'predictor-unavailable', reason: 'the server is away' }
  ])
  expect(rows.endings.get('good')).toMatchObject({ state: 'succeeded' })
  expect(log.lines).toContainEqual({
    message: 'predictor is unavailable; will retry',
    fields: { jobs: 1, reason: 'the server is away' }
  })
})

test('rejects an unreadable message with the reason', async () => {
  const { queue } = start()
  queue.send('{', '{"id":5,"generation":1}', 'null')
  await until(() => expect(queue.settled.size).toBe(3))
  expect(new Set(queue.settled.values())).toEqual(
    new Set(['rejected: the message is not JSON with id and generation'])
  )
})

test('a bug of the predictor fails only its job, at once, and logs the stack', async () => {
  const { rows, queue, log } = start()
  queue.send(
    rows.insert({ id: 'good', input: answer(1) }),
    rows.insert({ id: 'bad', input: '{"do":"throw"}' }),
    rows.insert({ id: 'odd', input: '{"do":"refuse"}' })
  )
  await until(() => expect(queue.settled.size).toBe(3))
  expect(rows.endings.get('good')).toMatchObject({ state: 'succeeded' })
  expect(rows.endings.get('bad')).toMatchObject({ state: 'failed', code: 'internal', reason: 'as ordered' })
  expect(rows.endings.get('odd')).toMatchObject({ code: 'invalid-field', reason: '/do: refused as ordered' })
  const line = log.lines.find(({ message }) => message === 'predictor threw an error')
  expect(line?.fields).toMatchObject({ prediction: 'bad', stack: expect.stringContaining('faulty.ts') })
})

test('only the job that crashes its thread loses an attempt (CrashingThreads)', async () => {
  const crashes = (payload: unknown) => JSON.stringify(payload).includes('crash')
  const { rows, queue } = start({ threads: buildInlineThreads(2, crashes) })
  queue.send(
    ...[1, 2, 3, 4, 5].map(value => rows.insert({ id: `p${value}`, input: answer(value) })),
    rows.insert({ id: 'killer', input: '{"do":"crash"}' })
  )
  await until(() => expect(queue.settled.size).toBe(6))
  expect([...rows.endings.keys()].sort()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5'])
  expect(rows.postponements).toMatchObject([{ claim: { id: 'killer' }, code: 'thread-crashed' }])
})

test('jobs survive an outage of the database (FailingDatabase) and of the queue (FailingQueue)', async () => {
  const memory = buildMemoryRows()
  const queue = buildFailingQueue(2)
  start({ predictions: makeDatabaseFail(memory, ['claim', 'finish'], 2), queue })
  queue.send(memory.insert({ id: 'p1', input: answer(1) }))
  await until(() => expect(queue.settled.size).toBe(1))
  expect(memory.endings.get('p1')).toMatchObject({ state: 'succeeded' })
})

test('returns jobs to the queue when the worker drains during a database outage', async () => {
  const memory = buildMemoryRows()
  const { worker, queue } = start({ predictions: makeDatabaseFail(memory, ['claim'], 1000) })
  const body = memory.insert({ id: 'p1', input: answer(1) })
  queue.send(body)
  await pause(30)
  await worker.close()
  expect(queue.settled.get(body)).toBe('released')
})

test('swaps the version on promotion and rollback without failing a job', async () => {
  const { rows, queue, log, versions, publish, worker } = start()
  await publish(10)
  await publish(20)
  let sent = 0
  const send = () => queue.send(rows.insert({ id: `p${sent}`, input: answer(sent++) }))
  const answeredBy = async (version: number) => {
    const start = performance.now()
    await until(() => {
      send()
      expect([...rows.endings.values()].at(-1)).toMatchObject({ modelVersion: version })
    })
    expect(performance.now() - start).toBeLessThan(1000)
  }
  await versions.promote('faulty', 1, by)
  await answeredBy(1)
  await versions.promote('faulty', 2, by)
  await answeredBy(2)
  await versions.rollback('faulty', by)
  await answeredBy(1)
  await until(() => expect(rows.endings.size).toBe(sent))
  expect([...rows.endings.values()].every(({ state }) => state === 'succeeded')).toBe(true)
  const models = [...rows.endings.values()].map(ending => {
    const { model } = JSON.parse((ending as { output: string }).output) as { model: number | null }
    return [ending.modelVersion, model]
  })
  expect(new Set(models.map(String))).toEqual(
    new Set(models.map(([version]) => String([version, version ? version * 10 : null])))
  )
  const manifest = await versions.manifest('faulty', 1)
  expect([...rows.endings.values()].at(-1)).toMatchObject({ modelChecksum: manifest.sha256 })
  expect(worker.status().predictors.faulty!.threads).toEqual({ 0: 1, 1: 1 })
  const swaps = log.lines.filter(({ message }) => message === 'model version is live')
  expect(swaps.map(({ fields }) => fields)).toMatchObject([
    { before: null, version: 1 },
    { before: 1, version: 2 },
    { before: 2, version: 1 }
  ])
})

test('keeps the old version live and reports the problem when a version cannot be loaded', async () => {
  const { rows, queue, versions, publish, worker, metrics, log } = start()
  await publish(10)
  await versions.promote('faulty', 1, by)
  await versions.publish('faulty', new TextEncoder().encode('"no number"'), draft)
  await versions.promote('faulty', 2, by)
  const problem = expect.stringContaining('version 2 could not be loaded')
  await until(() =>
    expect(worker.status().predictors.faulty).toMatchObject({ wanted: 2, serving: 1, problem })
  )
  expect(worker.status().isReady).toBe(false)
  queue.send(rows.insert({ id: 'p1', input: answer(1) }))
  await until(() => expect(rows.endings.get('p1')).toMatchObject({ modelVersion: 1 }))
  expect(metrics.values.get('groundswell_model_load_failures_total faulty')).toBeGreaterThan(0)
  expect(log.lines.some(({ message }) => message === 'model version could not be loaded')).toBe(true)
  await versions.rollback('faulty', by)
  await until(() => expect(worker.status().isReady).toBe(true))
})

test('answers with the previous version after a restart on a damaged version', async () => {
  const first = start()
  await first.publish(10)
  await first.versions.promote('faulty', 1, by)
  await first.versions.publish('faulty', new TextEncoder().encode('"no number"'), draft)
  await first.versions.promote('faulty', 2, by)
  const { rows, queue, worker } = start({ versions: first.versions })
  queue.send(rows.insert({ id: 'p1', input: answer(1) }))
  await until(() => expect(rows.endings.get('p1')).toMatchObject({ modelVersion: 1 }))
  expect(worker.status().predictors.faulty).toMatchObject({ wanted: 2, serving: 1 })
})

test('answers no job before the live version is known', async () => {
  const blobs = openBlobsFolder(temporaryFolder())
  const versions = buildModelVersions({ blobs, clock: systemClock, watchMilliseconds: 20 })
  await versions.publish('faulty', faulty.predictor.encode(10), draft)
  await versions.promote('faulty', 1, by)
  let isAway = true
  const list: typeof blobs.list = async (...args) => {
    if (isAway) throw new Error('away')
    return blobs.list(...args)
  }
  const slow = buildModelVersions({ blobs: { ...blobs, list }, clock: systemClock, watchMilliseconds: 20 })
  const { rows, queue, worker } = start({ versions: slow })
  queue.send(rows.insert({ id: 'p1', input: answer(1) }))
  await until(() => expect(worker.status().predictors.faulty!.problem).toContain('away'))
  expect(rows.endings.size).toBe(0)
  isAway = false
  await until(() => expect(rows.endings.get('p1')).toMatchObject({ modelVersion: 1 }))
})

test('closes before the live version is known', async () => {
  const blobs = openBlobsFolder(temporaryFolder())
  const list = () => Promise.reject(new Error('away'))
  const away = buildModelVersions({ blobs: { ...blobs, list }, clock: systemClock, watchMilliseconds: 20 })
  const { rows, queue, worker } = start({ versions: away })
  queue.send(rows.insert({ id: 'p1', input: answer(1) }))
  await until(() => expect(worker.status().predictors.faulty!.problem).toContain('away'))
  await worker.close()
  expect(rows.endings.size).toBe(0)
})

test('runs a pinned job on its version and fails a job pinned to an unknown version', async () => {
  const { rows, queue, versions, publish, worker } = start()
  for (const model of [10, 20, 30]) await publish(model)
  await versions.promote('faulty', 3, by)
  await worker.look('faulty')
  queue.send(
    rows.insert({ id: 'first', input: answer(1), pinnedVersion: 1 }),
    rows.insert({ id: 'none', input: answer(1), pinnedVersion: 9 }),
    rows.insert({ id: 'serving', input: answer(1) })
  )
  await until(() => expect(queue.settled.size).toBe(3))
  expect(rows.endings.get('first')).toMatchObject({ modelVersion: 1, output: '{"value":1,"model":10}' })
  expect(rows.endings.get('none')).toMatchObject({ state: 'failed', code: 'unknown-version' })
  expect(rows.endings.get('serving')).toMatchObject({ modelVersion: 3 })
})
