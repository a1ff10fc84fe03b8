import { expect, test } from 'vitest'
import { Partition } from '../../../cascades/collector/partition.ts'
import type { PartitionSettings } from '../../../cascades/collector/partition-settings.ts'
import { EVENT_BYTES } from '../../../cascades/rows/packed-events.ts'
import { Random } from '../../../learners/random.ts'
import { MemoryCascadeStore, routingOf } from './memory-cascade-store.ts'
import { clock, event, run, settings, T0, toRecords, watermark } from './partition-fixture.ts'

/** Makes interleaved cascades, with duplicates, and out of order within the lateness. */
function makeFeed(seed: number): { readonly values: string[]; readonly sizes: ReadonlyMap<string, number> } {
  const random = new Random(seed)
  const sizes = new Map<string, number>()
  const timed: { readonly at: number; readonly value: string }[] = []
  for (let cascade = 0; cascade < 30; cascade++) {
    const cascadeId = `c${cascade}`
    const start = random.uniform() * 5_000
    const size = 1 + random.integer(40)
    sizes.set(cascadeId, size)
    for (let index = 0; index < size; index++) {
      const time = start + (index === 0 ? 0 : random.uniform() * 1_200)
      const kind = index === 0 ? 'post' : 'reshare'
      const value = event(`e${index}`, time, { cascadeId, kind })
      timed.push({ at: time + random.uniform() * 29, value })
      if (random.uniform() < 0.05) timed.push({ at: time + random.uniform() * 29, value })
    }
  }
  for (let time = 0; time < 7_000; time += 60) timed.push({ at: time, value: watermark(time) })
  timed.sort((left, right) => left.at - right.at)
  return { values: [...timed.map(each => each.value), watermark(7_000, true)], sizes }
}

test('leaves nothing in memory after cascades are evicted and loaded many times', async () => {
  const cascadeStore = new MemoryCascadeStore()
  const parts = {
    settings: { ...settings, maxResidentEvents: 0 },
    cascadeStore,
    clock,
    routing: routingOf(cascadeStore),
    hasRoom: () => true
  }
  const partition = await Partition.open(0, parts, cascadeStore)
  for (let round = 0; round < 1_200; round++) {
    const time = round / 100
    const value = event(round === 0 ? 'post' : `e${round}`, time)
    await partition.apply(toRecords([value], partition.position))
    cascadeStore.write(partition.takeChanges())
    partition.evict()
    partition.evict()
    expect(partition.residentEvents).toBe(0)
  }
  await partition.apply(toRecords([watermark(330)], partition.position))
  expect(partition.takeChanges().forecasts.map(({ events }) => events.length)).toEqual([1_200])
})

/** All in memory and in rows; little in memory; most in the journal; both little memory and a journal. */
const storageSettings: readonly Partial<PartitionSettings>[] = [
  {},
  { maxResidentEvents: 20 },
  { rowsWrittenAtOnce: 0 },
  { rowsWrittenAtOnce: 3, maxResidentEvents: 100, maxJournaledEvents: 50 }
]

const laterAges = [900, 2_400]

test('makes the same changes with random kills, little memory and a journal', {
  timeout: 30_000
}, async () => {
  let journaled = 0
  for (let seed = 0; seed < 20; seed++) {
    const { values, sizes } = makeFeed(seed)
    const whole = await run(values, undefined, { laterAges })
    const random = new Random(1_000 + seed)
    const cascadeStore = new MemoryCascadeStore()
    const parts = {
      settings: { ...settings, laterAges, ...storageSettings[seed % storageSettings.length]! },
      cascadeStore,
      clock,
      routing: routingOf(cascadeStore),
      hasRoom: () => true
    }
    let partition = await Partition.open(0, parts, cascadeStore)
    while (partition.position < values.length) {
      const from = partition.position
      await partition.apply(toRecords(values.slice(from, from + 1 + random.integer(100)), from))
      const fate = random.uniform()
      if (fate < 0.4) {
        cascadeStore.write(partition.takeChanges(fate < 0.02))
        partition.evict()
        journaled += cascadeStore.segments.length
      } else if (fate < 0.6) partition = await Partition.open(0, parts, cascadeStore)
    }
    cascadeStore.write(partition.takeChanges())
    const byCascade = (forecasts: typeof cascadeStore.forecasts) =>
      forecasts
        .map(({ cascadeId, windowSeconds, events, extra }) => ({ cascadeId, windowSeconds, events, extra }))
        .sort((left, right) =>
          left.cascadeId === right.cascadeId
            ? left.windowSeconds - right.windowSeconds
            : left.cascadeId < right.cascadeId
              ? -1
              : 1
        )
    expect(byCascade(cascadeStore.forecasts)).toEqual(byCascade(whole.cascadeStore.forecasts))
    expect(cascadeStore.forecasts).toHaveLength((2 + laterAges.length) * sizes.size)
    expect(new Map(cascadeStore.endings.map(ending => [ending.cascadeId, ending.finalSize]))).toEqual(sizes)
    expect(partition.counters).toEqual(whole.counters)
    cascadeStore.write(partition.takeChanges(true))
    expect(cascadeStore.segments).toEqual([])
    const kept = (from: MemoryCascadeStore) =>
      new Map([...from.records].map(([id, { chunks, ...record }]) => [id, record]))
    expect(kept(cascadeStore)).toEqual(kept(whole.cascadeStore))
  }
  expect(journaled).toBeGreaterThan(100)
})

test('journals a cascade with only new events, and writes its row when rows are few or the journal is full', async () => {
  const cascadeStore = new MemoryCascadeStore()
  const limits = { rowsWrittenAtOnce: 1, maxJournaledEvents: 6 }
  const partition = await Partition.open(
    0,
    {
      settings: { ...settings, ...limits },
      cascadeStore,
      clock,
      routing: routingOf(cascadeStore),
      hasRoom: () => true
    },
    cascadeStore
  )
  const take = async (...values: readonly string[]) => {
    await partition.apply(toRecords(values, partition.position))
    const changes = partition.takeChanges()
    cascadeStore.write(changes)
    return {
      rows: changes.records.map(({ id }) => id),
      journaled: changes.journal?.cascadeIds ?? [],
      endsJournal: changes.endsJournal
    }
  }
  const posts = ['c', 'd', 'e'].map(cascadeId => event('post', 0, { cascadeId }))
  expect(await take(...posts)).toEqual({
    rows: ['c', 'd', 'e'],
    journaled: ['c', 'd', 'e'],
    endsJournal: false
  })
  expect(await take(event('a', 1))).toEqual({ rows: [], journaled: ['c'], endsJournal: false })
  const begun = [event('post', 3, { cascadeId: 'f' }), event('a', 3, { cascadeId: 'e' })]
  expect(await take(...begun)).toEqual({ rows: ['f'], journaled: ['f', 'e'], endsJournal: false })
  expect(cascadeStore.records.get('e')).toMatchObject({ events: 1 })
  // The event would exceed maxJournaledEvents.
  const longer = await take(event('b', 4, { cascadeId: 'e' }))
  expect(longer).toEqual({ rows: ['c', 'd', 'e', 'f'], journaled: [], endsJournal: true })
  expect(cascadeStore.records.get('e')).toMatchObject({ events: 3, lastTime: T0 + 4 })
  // One row is at most rowsWrittenAtOnce.
  expect(await take(event('b', 5))).toEqual({ rows: ['c'], journaled: [], endsJournal: false })
})

test('writes all events of an ended cascade to chunks, and removes deleted cascades from the journal', async () => {
  const cascadeStore = new MemoryCascadeStore()
  const limits = { rowsWrittenAtOnce: 0 }
  const { partition } = await run(
    [watermark(0), event('post', 0), event('post', 4_000, { cascadeId: 'd' })],
    cascadeStore,
    limits
  )
  await partition.apply(toRecords([event('a', 10), watermark(3_700)], partition.position))
  const { chunks, journal } = partition.takeChanges()
  expect(chunks.map(({ cascadeId, bytes }) => [cascadeId, bytes.byteLength / EVENT_BYTES])).toEqual([
    ['c', 2]
  ])
  expect(journal).toBeNull()
  await partition.apply(toRecords([event('a', 4_001, { cascadeId: 'd' })], partition.position))
  partition.forget(['c'])
  expect(partition.takeChanges()).toMatchObject({ journal: null, endsJournal: true })
})

test('writes nothing of a deleted cascade whose last events were not written', async () => {
  const { partition } = await run([event('post', 0), event('post', 5, { cascadeId: 'd' })])
  const values = [event('a', 10), event('a', 15, { cascadeId: 'd' })]
  await partition.apply(toRecords(values, partition.position))
  partition.forget(['c'])
  const { records, chunks } = partition.takeChanges()
  expect(records.map(({ id }) => id)).toEqual(['d'])
  expect(chunks.map(({ cascadeId }) => cascadeId)).not.toContain('c')
})
