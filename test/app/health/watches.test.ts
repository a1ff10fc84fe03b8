import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { remediesOf } from '../../../app/health/remedies.ts'
import { watchDependency } from '../../../app/health/watch-dependency.ts'
import { judgeFreeSpace } from '../../../app/health/watch-disk.ts'
import { judgeDamage, judgeReading } from '../../../app/health/watch-reading.ts'
import { buildStorageHealth } from '../../../app/health/watch-storage.ts'
import { judgeModel, watchWorker } from '../../../app/health/watch-worker.ts'
import { Failure } from '../../../ports/errors.ts'
import type { Problem } from '../../../ports/health.ts'
import { openHealth } from '../../harness/open-health.ts'
import { openStores } from '../../harness/open-stores.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { buildSetClock } from '../../harness/set-clock.ts'

const { log } = buildRecordingLog()
const line = {
  wanted: 2,
  serving: 2,
  isKnown: true,
  problem: null,
  threads: {},
  waiting: 0,
  inFlight: 0,
  maxInFlight: 3,
  begun: 0
}

test('reports a failure while a check throws or hangs, until one passes', async () => {
  const clock = buildSetClock()
  const results: (Problem | null)[] = []
  const checks = [
    () => Promise.reject(new Error('refused')),
    () => new Promise<null>(() => {}),
    async () => null
  ]
  const watch = watchDependency(
    { clock, log },
    'queue',
    () => checks.shift()!(),
    problem => results.push(problem)
  )
  await expect.poll(() => results).toEqual([{ state: 'failed', cause: 'refused' }])
  clock.advance(2_000)
  await expect.poll(() => checks.length).toBe(1)
  clock.advance(10_000)
  await expect.poll(() => results[1]).toEqual({ state: 'failed', cause: 'no answer within 10 s' })
  clock.advance(2_000)
  await expect.poll(() => results[2]).toBe(null)
  const closed = watch.close()
  clock.advance(10_000)
  await closed
})

test('reports a failed write, and a full disk until 30 s after the last failed write', async () => {
  const clock = buildSetClock()
  const health = openHealth(['api'], clock)
  const storage = buildStorageHealth(health, clock, remediesOf('cluster'))
  const { database } = await openStores(systemClock)
  let failure: Failure | null = null
  const faulty = storage.watch({
    ...database,
    write: async work => {
      if (failure) throw failure
      return database.write(work)
    }
  })
  const write = () => faulty.write(async () => {}).catch(() => {})
  const failing = () =>
    health
      .read()
      .components.filter(({ state }) => state !== 'ok')
      .map(({ name }) => name)

  failure = new Failure('database-unavailable', 'the database is away')
  await write()
  expect(failing()).toEqual(['database'])
  expect(health.read().status).toBe('not-ready')
  failure = new Failure('conflict', 'another was first')
  await write()
  expect(failing()).toEqual(['database'])
  failure = null
  await write()
  expect(failing()).toEqual([])

  failure = new Failure('storage-full', 'the disk is full')
  await write()
  failure = null
  await write()
  expect(failing()).toEqual(['disk'])
  expect(health.read().status).toBe('not-ready')
  clock.advance(30_001)
  await write()
  expect(health.read().status).toBe('ready')
})

test('reports a reachable database as failed after a failed write', async () => {
  const clock = buildSetClock()
  const health = openHealth(['api'], clock)
  const { reportDatabase } = buildStorageHealth(health, clock, remediesOf('cluster'))
  reportDatabase('write', { state: 'failed', cause: 'read-only' })
  reportDatabase('check', null)
  expect(health.read().status).toBe('not-ready')
  reportDatabase('write', null)
  expect(health.read().status).toBe('ready')
})

test.each([
  [4_000_000, 'failed'],
  [20_000_000, 'degraded'],
  [50_000_000, undefined]
])('a disk with %i bytes left is %s', (bytes, state) => {
  expect(judgeFreeSpace(bytes)?.state).toBe(state)
})

test.each([
  [{}, undefined],
  [{ serving: 1 }, undefined],
  [{ serving: 1, problem: 'version 2 could not be loaded' }, 'degraded'],
  [{ serving: null, problem: 'version 2 could not be loaded' }, 'failed'],
  [{ problem: 'the model store is unavailable' }, 'degraded'],
  [{ wanted: null, serving: null }, undefined],
  [{ isKnown: false, wanted: null, serving: null }, 'failed']
])('a worker with %j is %s', (change, state) => {
  expect(judgeModel('cascade-size', { ...line, ...change })?.state).toBe(state)
})

test('reports a worker that starts no job while messages wait as stalled, unless it is at its limit', async () => {
  const clock = buildSetClock()
  const health = openHealth(['worker'], clock)
  let ready = 5
  let status = { ...line }
  const watch = watchWorker(
    { health, clock, log, queue: { depth: async () => ({ ready, inHand: 0 }) } },
    {
      known: Promise.resolve(),
      status: () => ({ isReady: true, threads: 2, predictors: { 'cascade-size': status } })
    }
  )
  onTestFinished(async () => {
    const closed = watch.close()
    clock.advance(1_000)
    await closed
  })
  const stateOf = () => health.read().components.find(({ name }) => name === 'worker')?.state
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      await new Promise(resolve => setImmediate(resolve))
      clock.advance(1_000)
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  await pass(20)
  expect(stateOf()).toBe('ok')
  await pass(15)
  expect(stateOf()).toBe('failed')
  expect(health.read().status).toBe('not-ready')
  status = { ...line, begun: 1 }
  await pass(2)
  expect(stateOf()).toBe('ok')
  status = { ...line, begun: 1, inFlight: 3 }
  await pass(60)
  expect(stateOf()).toBe('ok')
  status = { ...line, begun: 1 }
  ready = 0
  await pass(60)
  expect(stateOf()).toBe('ok')
})

test.each([
  [[1, 2], [], null, undefined],
  [[1, 2], [2], null, 'degraded'],
  [[1, 2], [1, 2], null, 'failed'],
  [[1, 2], [1, 2], '1000 predictions wait', 'degraded']
])(
  'with partitions %j to read and %j stalled the collector is as it says',
  (waiting, stalled, paused, state) => {
    const progress = {
      waiting,
      isMoving: false,
      stalled: stalled.map(partition => ({ partition, reason: null }))
    }
    expect(judgeReading('events', progress, paused)?.state).toBe(state)
  }
)

test('names the partition of a batch that could not be decoded', () => {
  expect(judgeDamage('events', [])).toBeNull()
  expect(judgeDamage('events', [3, 7])).toMatchObject({
    state: 'degraded',
    cause: 'partitions 3, 7 of events: batches could not be decoded and became dead letters'
  })
})
