import { expect, test } from 'vitest'
import { Partition } from '../../../cascades/collector/partition.ts'
import type { Clock } from '../../../ports/clock.ts'
import { writeEvent } from '../../../ports/messages.ts'
import { endings, MemoryCascadeStore, routingOf } from './memory-cascade-store.ts'

const clock: Clock = { now: () => 2e12, monotonic: () => 0, sleep: async () => {} }
const settings = {
  windows: [300],
  laterAges: [],
  ...endings,
  maxResidentEvents: 1_000,
  rowsWrittenAtOnce: 1_000,
  maxJournaledEvents: 1_000
}
const event = (eventId: string, time: number) =>
  writeEvent({
    eventId,
    cascadeId: 'c',
    kind: 'reshare',
    time: 1_300_000_000 + time,
    magnitude: 10,
    source: 's'
  })
const toRecords = (values: readonly string[], from: number) =>
  values.map((value, index) => ({ key: 'c', value, partition: 0, position: from + index }))

test('ignores records that are read again after a rebalance, and never moves the position backwards', async () => {
  const cascadeStore = new MemoryCascadeStore()
  const partition = await Partition.open(
    0,
    { settings, cascadeStore, clock, routing: routingOf(cascadeStore), hasRoom: () => true },
    cascadeStore
  )
  const values = [event('a', 1), 'unreadable', event('b', 2), event('c', 3)]
  await partition.apply(toRecords(values, 0))
  const counters = JSON.stringify(partition.counters)
  await partition.apply(toRecords(values.slice(0, 2), 0))
  expect(partition.position).toBe(4)
  await partition.apply(toRecords(values.slice(2), 2))
  expect(partition.position).toBe(4)
  expect(JSON.stringify(partition.counters)).toBe(counters)
  cascadeStore.write(partition.takeChanges())
  expect(cascadeStore.unreadable).toHaveLength(1)
  await partition.apply(toRecords([...values.slice(3), event('d', 4)], 3))
  expect(partition.position).toBe(5)
})
