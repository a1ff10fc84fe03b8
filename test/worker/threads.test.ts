import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { startWorker, type Worker } from '../../worker/start-worker.ts'
import * as faulty from '../fixtures/faulty.ts'
import * as faultyBatch from '../fixtures/faulty-batch.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { until } from '../harness/until.ts'
import {
  buildMemoryCalibrations,
  buildMemoryLog,
  buildMemoryMetrics,
  buildMemoryQueue,
  buildMemoryRows
} from './fakes.ts'

// One pool for all tests, so that a test meets whatever the crash of an earlier test left behind.
const threads = buildThreads({ size: 2 })
afterAll(() => threads.close())

let rows = buildMemoryRows()
let queue = buildMemoryQueue()
let worker: Worker

beforeEach(() => start([faulty]))

function start(predictors: readonly PredictorModule[]): void {
  rows = buildMemoryRows()
  queue = buildMemoryQueue()
  worker = startWorker({
    predictors,
    queue,
    predictions: rows,
    versions: buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock }),
    calibrations: buildMemoryCalibrations(),
    threads,
    clock: systemClock,
    log: buildMemoryLog(),
    metrics: buildMemoryMetrics(),
    owner: 'wrk_test',
    settings: { graceSeconds: 0.2, drainSeconds: 0.3 }
  })
  const { close } = worker
  onTestFinished(close)
}

function insert(id: string, what: faulty.Orders['do'], deadlineAt = Date.now() + 60_000): string {
  return rows.insert({ id, input: JSON.stringify({ do: what, value: 1 }), deadlineAt })
}
const good = (count: number) => Array.from({ length: count }, (_, index) => insert(`good${index}`, 'answer'))
const answered = () => [...rows.endings.values()].filter(({ state }) => state === 'succeeded').length

test('a job that crashes its thread each time fails alone; its batch is answered', async () => {
  queue.send(...good(5), insert('killer', 'crash'), ...[insert('last', 'answer')])
  await until(() => expect(queue.settled.size).toBe(7))
  expect(answered()).toBe(6)
  expect(rows.postponements).toMatchObject([{ claim: { id: 'killer' }, code: 'thread-crashed' }])
})

test('ends the thread of a job that spins past its deadline, and no other job fails', async () => {
  queue.send(...good(3), insert('spinner', 'spin', Date.now() + 300), insert('last', 'answer'))
  await until(() => expect(queue.settled.size).toBe(5))
  expect(answered()).toBe(4)
  expect(rows.endings.get('spinner')).toMatchObject({ state: 'failed', code: 'deadline-passed' })
})

test('a cancellation reaches the computing predictor, and the other jobs of its batch continue', async () => {
  queue.send(insert('waiting', 'wait'), insert('also', 'wait'), ...good(2))
  await until(() => expect(worker.status().predictors.faulty!.inFlight).toBeGreaterThan(0))
  rows.cancel('waiting')
  rows.cancel('also')
  await until(() => expect(queue.settled.size).toBe(4))
  expect(rows.endings.has('waiting')).toBe(false)
  expect(answered()).toBe(2)
  expect(new Set(queue.settled.values())).toEqual(new Set(['done']))
})

test('a job whose server never answers fails at its deadline, and its thread continues', async () => {
  queue.send(insert('hanging', 'hang', Date.now() + 300), ...good(3))
  await until(() => expect(queue.settled.size).toBe(4))
  expect(rows.endings.get('hanging')).toMatchObject({ state: 'failed', code: 'deadline-passed' })
  expect(rows.endings.get('hanging')!.timings).not.toContain('"predictSeconds":0}')
  expect(answered()).toBe(3)
})

test('ends the thread of a spinning job in a shared call at its deadline, and the other jobs are answered', async () => {
  start([faultyBatch])
  queue.send(...good(3), insert('spinner', 'spin', Date.now() + 300))
  await until(() => expect(queue.settled.size).toBe(4))
  expect(answered()).toBe(3)
  expect(rows.endings.get('spinner')).toMatchObject({ state: 'failed', code: 'deadline-passed' })
})

test('returns running jobs to the queue without counting an attempt when draining takes too long', async () => {
  const body = insert('waiting', 'wait')
  queue.send(body)
  await until(() => expect(worker.status().predictors.faulty!.inFlight).toBe(1))
  const start = performance.now()
  await worker.close()
  expect(performance.now() - start).toBeLessThan(5_000)
  expect(rows.released).toEqual(['waiting'])
  expect(queue.settled.get(body)).toBe('released')
})
