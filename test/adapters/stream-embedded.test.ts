import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { openEmbeddedStream } from '../../adapters/stream/embedded/stream.ts'
import type { EventStream } from '../../ports/stream.ts'
import { describeStream } from '../contract-suites/stream.ts'
import { buildKillableDatabase, type KillableDatabase } from '../harness/killable-database.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const HOUR = 3_600_000

describeStream('a table', () => openEnvironment())

async function openEnvironment(clock = systemClock) {
  const database = await openSqlite({ path: join(temporaryFolder(), 'rows.sqlite') })
  await database.migrate()
  const killables = new Map<EventStream, KillableDatabase>()
  return {
    database,
    killables,
    async open() {
      const killable = buildKillableDatabase(database)
      const stream = await openEmbeddedStream({ database: killable, clock, log: buildRecordingLog().log })
      killables.set(stream, killable)
      return stream
    },
    async crash(stream: EventStream) {
      killables.get(stream)!.die()
      await stream.close()
    },
    close: () => database.close()
  }
}

async function setUp() {
  const clock = buildSetClock()
  const testEnvironment = await openEnvironment(clock)
  const stream = await testEnvironment.open()
  onTestFinished(async () => {
    await stream.close()
    await testEnvironment.close()
  })
  return { clock, testEnvironment, stream }
}

test('deletes messages older than the retention and keeps positions across a restart', async () => {
  const { clock, testEnvironment, stream } = await setUp()
  await stream.declare([{ name: 'events', partitions: 2, retentionSeconds: 3_600 }])
  for (let batch = 0; batch < 5; batch++) {
    await stream.append('events', [{ key: 'k', value: `"${batch}"` }], { partition: 0 })
    clock.advance(HOUR / 2)
  }
  await expect
    .poll(() => stream.read('events', 0, 0, 10).then(all => all.map(({ value }) => value)))
    .toEqual(['"3"', '"4"'])
  expect(await stream.ends('events')).toEqual([
    { partition: 0, first: 3, next: 5 },
    { partition: 1, first: 0, next: 0 }
  ])
  clock.advance(10 * HOUR)
  await expect.poll(async () => (await stream.ends('events'))[0]).toEqual({ partition: 0, first: 4, next: 5 })
  const again = await testEnvironment.open()
  await again.append('events', [{ key: 'k', value: '"5"' }], { partition: 0 })
  expect((await again.read('events', 0, 0, 10)).map(({ position }) => position)).toEqual([4, 5])
  await again.close()
})

test('compacts to the last message of each key and keeps its position', async () => {
  const { clock, stream } = await setUp()
  await stream.declare([{ name: 'models', partitions: 1, isCompacted: true }])
  for (let number = 0; number < 60; number++)
    await stream.append('models', [{ key: number < 3 ? 'early' : `key ${number % 3}`, value: `${number}` }])
  clock.advance(60_000)
  const read = () => stream.read('models', 0, 0, 100)
  await expect
    .poll(async () => (await read()).map(({ position, value }) => [position, value]))
    .toEqual([
      [2, '2'],
      [57, '57'],
      [58, '58'],
      [59, '59']
    ])
  await stream.append('models', [{ key: 'key 0', value: '60' }])
  expect((await read()).at(-1)).toMatchObject({ position: 60, value: '60' })
  expect((await stream.read('models', 0, 58, 1))[0]).toMatchObject({ position: 58 })
  const got: number[] = []
  const consumer = await stream.subscribe({
    topic: 'models',
    group: 'late',
    onAssigned: async () => new Map(),
    onRevoked: async () => {},
    storedPosition: () => undefined,
    onBatch: async (_, records) => void got.push(...records.map(({ position }) => position))
  })
  await expect.poll(() => got).toEqual([2, 57, 58, 59, 60])
  await consumer.close()
})

test('leaves no gap in the positions after a failed append', async () => {
  const { testEnvironment, stream } = await setUp()
  await stream.declare([{ name: 'events', partitions: 1 }])
  await stream.append('events', [{ key: 'k', value: '0' }])
  const killable = testEnvironment.killables.get(stream)!
  killable.die()
  await expect(stream.append('events', [{ key: 'k', value: 'lost' }])).rejects.toMatchObject({
    code: 'stream-unavailable'
  })
  killable.revive()
  await stream.append('events', [{ key: 'k', value: '1' }])
  expect((await stream.read('events', 0, 0, 10)).map(({ position, value }) => [position, value])).toEqual([
    [0, '0'],
    [1, '1']
  ])
})

test('rejects an undeclared topic with an internal error', async () => {
  const { stream } = await setUp()
  await expect(stream.append('nowhere', [{ key: 'k', value: '0' }])).rejects.toThrow(TypeError)
})
