import { expect, test } from 'vitest'
import type { Changes } from '../../collector/changes.ts'
import { OwnedPartition } from '../../collector/owned-partition.ts'
import { Partition } from '../../collector/partition.ts'
import { usualPace } from '../../collector/start-collector.ts'
import { Turns } from '../../collector/turns.ts'
import type { Clock } from '../../ports/clock.ts'
import { writeEvent } from '../../ports/messages.ts'
import { silentLog } from '../worker/fakes.ts'
import { MemoryShelf } from './memory-shelf.ts'

test('what has been in the journal for ten seconds gets its row, though nothing more comes', async () => {
  let now = 0
  const clock: Clock = { now: () => 2e12, monotonic: () => now, sleep: async () => {} }
  const shelf = new MemoryShelf()
  const written: Changes[] = []
  const settings = {
    ...usualPace,
    rowsWrittenAtOnce: 0,
    windows: [300],
    idleSeconds: 3_600,
    maxAgeSeconds: 86_400,
    latenessSeconds: 30,
    silenceSeconds: 10,
    lostSeconds: 3_600,
    futureSeconds: 300,
    maxResidentEvents: 1_000
  }
  const partition = await Partition.open(0, { settings, shelf, clock }, shelf)
  const owned = new OwnedPartition(partition, {
    ...usualPace,
    clock,
    log: silentLog,
    turns: new Turns(1_000),
    everyMilliseconds: 2_000,
    write: async (_, changes) => {
      shelf.write(changes)
      written.push(changes)
    }
  })
  const take = (...eventIds: readonly string[]) =>
    owned.take(
      eventIds.map((eventId, index) => {
        const kind = eventId === 'post' ? ('post' as const) : ('reshare' as const)
        const event = { eventId, cascadeId: 'c', kind, time: 1_700_000_000, magnitude: 1, source: 's' }
        return { key: 'c', partition: 0, position: partition.position + index, value: writeEvent(event) }
      })
    )
  const tickAt = async (milliseconds: number) => {
    now = milliseconds
    await owned.tick()
    // The write goes on beside it.
    await new Promise(setImmediate)
  }
  await take('post')
  await tickAt(2_000)
  await take('a', 'b')
  await tickAt(4_000)
  expect(written.map(({ journal }) => journal?.counts)).toEqual([[1], [2]])
  expect(shelf.records.get('c')).toMatchObject({ events: 1 })
  await tickAt(9_000)
  expect(written).toHaveLength(2)
  await tickAt(10_000)
  expect(written.slice(2)).toMatchObject([{ journal: null, endsJournal: true }])
  expect(shelf.records.get('c')).toMatchObject({ events: 3 })
  await tickAt(30_000)
  expect(written).toHaveLength(3)
})
