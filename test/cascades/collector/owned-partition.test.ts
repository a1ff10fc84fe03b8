import { expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import type { Changes } from '../../../cascades/collector/changes.ts'
import { OwnedPartition } from '../../../cascades/collector/owned-partition.ts'
import { Partition } from '../../../cascades/collector/partition.ts'
import { usualPace } from '../../../cascades/collector/start-collector.ts'
import { Turns } from '../../../cascades/collector/turns.ts'
import type { Clock } from '../../../ports/clock.ts'
import { Failure } from '../../../ports/errors.ts'
import { writeEvent } from '../../../ports/messages.ts'
import { silentLog } from '../../worker/fakes.ts'
import { endings, MemoryCascadeStore, routingOf } from './memory-cascade-store.ts'

const settings = {
  ...usualPace,
  rowsWrittenAtOnce: 0,
  windows: [300],
  laterAges: [],
  ...endings,
  maxResidentEvents: 1_000
}

const FOR_EVER = 1_000_000_000

/** `write` returns the milliseconds it took, or throws. */
async function open(
  write: (changes: Changes) => number | Promise<number> = () => 0,
  turns: Pick<Turns, 'run'> = new Turns(1_000),
  maxAhead: number = usualPace.maxAhead
) {
  let now = 0
  const clock: Clock = {
    now: () => 2e12,
    monotonic: () => now,
    async sleep(milliseconds, signal) {
      if (milliseconds === FOR_EVER) return systemClock.sleep(milliseconds, signal)
      now += milliseconds
    }
  }
  const cascadeStore = new MemoryCascadeStore()
  const parts = { settings, cascadeStore, clock, routing: routingOf(cascadeStore), hasRoom: () => true }
  const partition = await Partition.open(0, parts, cascadeStore)
  const owned = new OwnedPartition(partition, {
    ...usualPace,
    clock,
    log: silentLog,
    turns: turns as Turns,
    everyMilliseconds: 2_000,
    maxAhead,
    reopen: () => Partition.open(0, parts, cascadeStore),
    write: async (_, changes) => {
      now += await write(changes)
      cascadeStore.write(changes)
    }
  })
  const take = (...eventIds: readonly string[]) =>
    owned.take(
      eventIds.map((eventId, index) => {
        const kind = eventId === 'post' ? ('post' as const) : ('reshare' as const)
        const event = { eventId, cascadeId: 'c', kind, time: 1_700_000_000, magnitude: 1, source: 's' }
        return {
          key: 'c',
          partition: 0,
          position: owned.partition.position + index,
          value: writeEvent(event)
        }
      })
    )
  /** Advances the clock and ticks. */
  const tickAfter = async (milliseconds: number) => {
    now += milliseconds
    await owned.tick()
    // The write runs concurrently.
    await new Promise(setImmediate)
  }
  return { owned, cascadeStore, take, tickAfter }
}

test('writes the rows of journaled cascades after ten seconds without new events', async () => {
  const written: Changes[] = []
  const { cascadeStore, take, tickAfter } = await open(changes => {
    written.push(changes)
    return 0
  })
  await take('post')
  await tickAfter(2_000)
  await take('a', 'b')
  await tickAfter(2_000)
  expect(written.map(({ journal }) => journal?.counts)).toEqual([[1], [2]])
  expect(cascadeStore.records.get('c')).toMatchObject({ events: 1 })
  await tickAfter(5_000)
  expect(written).toHaveLength(2)
  await tickAfter(1_000)
  expect(written.slice(2)).toMatchObject([{ journal: null, endsJournal: true }])
  expect(cascadeStore.records.get('c')).toMatchObject({ events: 3 })
  await tickAfter(20_000)
  expect(written).toHaveLength(3)
})

test('reads the partition again from the last checkpoint after the database refuses one', async () => {
  const written: Changes[] = []
  const { cascadeStore, take, tickAfter } = await open(changes => {
    written.push(changes)
    if (written.length <= 2) throw new Error('duplicate key value violates unique constraint')
    return 0
  })
  await take('post')
  await tickAfter(2_000)
  await expect.poll(() => written).toHaveLength(3)
  expect(new Set(written.map(({ id }) => id)).size).toBe(3)
  // Nothing was written, and this test reads no stream again, so the partition is as in the store.
  expect(cascadeStore.records.size).toBe(0)
  await take('post', 'a')
  await tickAfter(2_000)
  expect(cascadeStore.records.get('c')).toMatchObject({ events: 2 })
})

test('writes the next checkpoint soon after a long outage and after a slow write', async () => {
  let failures = 120
  let written = 0
  const { take, tickAfter } = await open(() => {
    if (failures-- > 0) throw new Failure('database-unavailable', 'away')
    written += 1
    return written === 1 ? 0 : 5_000
  })
  await take('post')
  // The retries take a minute.
  await tickAfter(2_000)
  await expect.poll(() => written).toBe(1)
  await take('a')
  await tickAfter(2_000)
  expect(written).toBe(2)
  await take('b')
  await tickAfter(2_000)
  expect(written).toBe(2)
  await tickAfter(1_000)
  expect(written).toBe(3)
})

test('writes events after the checkpoint delay, and effects after the shorter effect delay', async () => {
  const written: Changes[] = []
  const { owned, take, tickAfter } = await open(changes => {
    written.push(changes)
    return 0
  })
  await take('post')
  await tickAfter(1_999)
  expect(written).toHaveLength(0)
  await tickAfter(1)
  expect(written).toHaveLength(1)
  const { position } = owned.partition
  await owned.take([{ key: 'c', partition: 0, position, value: 'not JSON' }])
  await tickAfter(usualPace.effectMilliseconds - 1)
  expect(written).toHaveLength(1)
  await tickAfter(1)
  expect(written).toHaveLength(2)
})

test('waits for the current write on close, then writes the remaining changes once', async () => {
  const written: Changes[] = []
  const { promise, resolve } = Promise.withResolvers<number>()
  const { owned, take, tickAfter } = await open(changes => {
    written.push(changes)
    return written.length === 1 ? promise : 0
  })
  await take('post')
  await tickAfter(2_000)
  await take('a')
  const closing = owned.close(FOR_EVER)
  await new Promise(setImmediate)
  expect(written).toHaveLength(1)
  resolve(0)
  await closing
  expect(written.map(({ position }) => position)).toEqual([1, 2])
})

test('stops retrying a write when the time limit of close is over', async () => {
  let attempts = 0
  const { owned, take } = await open(() => {
    attempts++
    throw new Failure('database-unavailable', 'away')
  })
  await take('post')
  await owned.close(1_000)
  const before = attempts
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  expect(attempts).toBeLessThanOrEqual(before + 1)
})

test('weighs a checkpoint by the number of its rows', async () => {
  const weights: number[] = []
  const turns: Pick<Turns, 'run'> = {
    run(weigh, work) {
      weights.push(weigh())
      return work()
    }
  }
  let failures = 1
  const { take, tickAfter } = await open(() => {
    if (failures-- > 0) throw new Failure('database-unavailable', 'away')
    return 0
  }, turns)
  await take('post')
  await tickAfter(2_000)
  await expect.poll(() => weights).toEqual([1, 1])
})

test('writes a checkpoint soon when half of maxAhead has been read', async () => {
  const written: Changes[] = []
  const write = (changes: Changes) => {
    written.push(changes)
    return 0
  }
  const { take, tickAfter } = await open(write, new Turns(1_000), 4)
  await take('post')
  await tickAfter(usualPace.effectMilliseconds)
  expect(written).toHaveLength(0)
  await take('a')
  await tickAfter(0)
  expect(written).toHaveLength(1)
})
