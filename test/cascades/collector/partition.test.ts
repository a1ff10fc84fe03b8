import { describe, expect, test } from 'vitest'
import { noCounters } from '../../../cascades/collector/counters.ts'
import { Partition } from '../../../cascades/collector/partition.ts'
import type { PartitionSettings } from '../../../cascades/collector/partition-settings.ts'
import { EVENT_BYTES } from '../../../cascades/rows/packed-events.ts'
import { Random } from '../../../learners/random.ts'
import type { Clock } from '../../../ports/clock.ts'
import { type CascadeEvent, writeEvent, writeReset, writeWatermark } from '../../../ports/messages.ts'
import type { StreamRecord } from '../../../ports/stream.ts'
import { endings, MemoryCascadeStore, routingOf } from './memory-cascade-store.ts'

const settings: PartitionSettings = {
  windows: [300, 600],
  ...endings,
  maxResidentEvents: 1_000_000,
  rowsWrittenAtOnce: 1_000,
  maxJournaledEvents: 1_000
}
const clock: Clock = { now: () => 2e12, monotonic: () => 0, sleep: async () => {} }
const T0 = 1_300_000_000

function event(eventId: string, time: number, rest: Partial<CascadeEvent> = {}): string {
  return writeEvent({
    eventId,
    cascadeId: 'c',
    kind: eventId === 'post' ? 'post' : 'reshare',
    time: T0 + time,
    magnitude: 10,
    source: 's',
    ...rest
  })
}

function watermark(time: number, isLast = false): string {
  return writeWatermark({ source: 's', time: T0 + time, isLast })
}

function toRecords(values: readonly string[], from = 0): StreamRecord[] {
  return values.map((value, index) => ({ key: 'c', value, partition: 0, position: from + index }))
}

async function run(
  values: readonly string[],
  cascadeStore = new MemoryCascadeStore(),
  overrides: Partial<PartitionSettings> = {}
) {
  const parts = {
    settings: { ...settings, ...overrides },
    cascadeStore,
    clock,
    routing: routingOf(cascadeStore)
  }
  const partition = await Partition.open(0, parts, cascadeStore)
  await partition.apply(toRecords(values, partition.position))
  cascadeStore.write(partition.takeChanges())
  partition.evict()
  return { cascadeStore, partition, counters: partition.counters }
}

describe('windows', () => {
  test('pass once, by the watermark and not by the next event, with the events that have arrived', async () => {
    const before = await run([
      watermark(0),
      event('post', 0),
      event('a', 10),
      event('b', 299),
      watermark(329)
    ])
    expect(before.cascadeStore.windows).toEqual([])
    const { cascadeStore } = await run(
      [watermark(330), watermark(400), event('c', 500), watermark(700)],
      before.cascadeStore
    )
    expect(cascadeStore.windows.map(window => window.windowSeconds)).toEqual([300, 600])
    expect(cascadeStore.windows[0]!.events).toEqual([
      { time: 0, magnitude: 10 },
      { time: 10, magnitude: 10 },
      { time: 299, magnitude: 10 }
    ])
    expect(cascadeStore.windows[1]!.events).toHaveLength(4)
  })

  test('contain events in order of time up to the end of the window, whatever the order of arrival', async () => {
    const { cascadeStore } = await run([
      watermark(0),
      event('b', 20),
      event('post', 0, { magnitude: 99 }),
      event('edge', 300),
      event('beyond', 301),
      event('a', 10),
      watermark(330)
    ])
    expect(cascadeStore.windows[0]!.events.map(each => each.time)).toEqual([0, 10, 20, 300])
    expect(cascadeStore.windows[0]!.events[0]!.magnitude).toBe(99)
  })

  test('do not pass beyond the end of the cascade', async () => {
    const { cascadeStore } = await run([watermark(0), event('post', 0), watermark(10_000)], undefined, {
      idleSeconds: 400
    })
    expect(cascadeStore.windows.map(window => window.windowSeconds)).toEqual([300])
    expect(cascadeStore.endings).toMatchObject([{ finalSize: 1, endedAt: T0 + 400, windows: [300] }])
  })

  test('pass by the time of events in a feed without watermarks', async () => {
    const { cascadeStore } = await run([
      event('post', 0),
      event('other', 331, { cascadeId: 'd', kind: 'post' })
    ])
    expect(cascadeStore.windows.map(window => [window.cascadeId, window.windowSeconds])).toEqual([['c', 300]])
  })
})

describe('irregular messages', () => {
  test('treats only the same cascade and event id as a duplicate', async () => {
    const { cascadeStore, counters } = await run([
      watermark(0),
      event('post', 0),
      event('a', 10),
      event('a', 11),
      event('b', 10),
      event('a', 10, { cascadeId: 'd', kind: 'post' }),
      event('post', 0),
      watermark(0, true)
    ])
    expect(counters).toMatchObject({ events: 4, duplicates: 2, cascades: 2 })
    expect(cascadeStore.endings.map(ending => ending.finalSize).sort()).toEqual([1, 3])
  })

  test('adds a late event to its cascade, but not to windows that have passed', async () => {
    const { cascadeStore, counters } = await run([
      watermark(0),
      event('post', 0),
      watermark(400),
      event('late', 100),
      watermark(700),
      watermark(0, true)
    ])
    expect(cascadeStore.windows.map(window => window.events.length)).toEqual([1, 2])
    expect(cascadeStore.endings[0]!.finalSize).toBe(2)
    expect(counters.late).toBe(1)
  })

  test('makes a dead letter of an event dated in the future, and does not move the watermark', async () => {
    const { cascadeStore, counters } = await run([event('post', 0), event('ahead', 1e9), event('a', 10)])
    expect(counters).toMatchObject({ future: 1, events: 2, windows: 0 })
    expect(cascadeStore.unreadable).toMatchObject([
      { record: { position: 1 }, reason: expect.stringContaining('ahead') }
    ])
  })

  test('keeps a cascade real only while all of its events are, also across a restart', async () => {
    const first = await run([event('post', 0), event('a', 10), watermark(20)])
    expect(first.cascadeStore.records.get('c')).toMatchObject({ provenance: 'real' })
    const second = await run([event('b', 30, { provenance: 'simulated' }), watermark(40)], first.cascadeStore)
    expect(second.cascadeStore.records.get('c')).toMatchObject({ provenance: 'simulated' })
    const { cascadeStore } = await run(
      [event('d', 50, { provenance: 'demo' }), watermark(60, true)],
      second.cascadeStore
    )
    expect(cascadeStore.endings).toMatchObject([{ cascadeId: 'c', finalSize: 4, provenance: 'simulated' }])
  })

  test('gives a window the provenance of its cascade when it passes', async () => {
    const { cascadeStore } = await run([
      event('post', 0),
      watermark(330),
      event('a', 340, { provenance: 'simulated' }),
      watermark(700)
    ])
    expect(cascadeStore.windows.map(({ windowSeconds, provenance }) => [windowSeconds, provenance])).toEqual([
      [300, 'real'],
      [600, 'simulated']
    ])
  })

  test('resets a source with a wrong watermark to the time of the operator, and keeps its cascades open', async () => {
    const ruined = { watermark: 1_700_000_000_000, isManaged: true, isEnded: false }
    const cascadeStore = new MemoryCascadeStore()
    cascadeStore.state = { timelines: { s: ruined }, counters: noCounters() }
    const reset = writeReset({ source: 's', time: T0 - 100, reason: 'milliseconds', actor: 'ann' })
    const { partition, counters } = await run(
      [reset, event('post', 0), event('a', 10), watermark(20)],
      cascadeStore
    )
    expect(counters).toMatchObject({ resets: 1, events: 2, late: 0, windows: 0, ended: 0 })
    expect(cascadeStore.state?.timelines.s).toEqual({ watermark: T0 + 20, isManaged: true, isEnded: false })
    expect(partition.timelines()).toHaveLength(1)
  })

  test('makes a dead letter of a watermark in milliseconds or in the future, and ends no cascade', async () => {
    const { cascadeStore, counters } = await run([
      event('post', 0),
      watermark(1_000 * T0 - T0),
      watermark(1e9),
      event('a', 10),
      watermark(20)
    ])
    expect(counters).toMatchObject({
      unreadable: 1,
      future: 1,
      watermarks: 1,
      events: 2,
      windows: 0,
      ended: 0
    })
    expect(cascadeStore.unreadable).toMatchObject([
      { record: { position: 1 }, reason: expect.stringContaining('looks like milliseconds') },
      { record: { position: 2 }, reason: expect.stringContaining('ahead of the clock') }
    ])
  })

  test('keeps a reshare until its post arrives; without a post, the earliest event replaces it', async () => {
    const came = await run([watermark(0), event('a', 5), event('post', 0), watermark(330)])
    expect(came.counters).toMatchObject({ adopted: 0, windows: 1 })
    const never = await run([watermark(0), event('b', 9), event('a', 5), watermark(335), event('post', 0)])
    expect(never.counters).toMatchObject({ adopted: 1, windows: 1, events: 3, late: 1 })
    expect(never.cascadeStore.windows[0]!.events.map(each => each.time)).toEqual([0, 4])
  })

  test('counts an event dated before its post at the time of the post', async () => {
    const { cascadeStore, counters } = await run([
      watermark(0),
      event('post', 10),
      event('a', 5),
      watermark(340)
    ])
    expect(counters.beforePost).toBe(1)
    expect(cascadeStore.windows[0]!.events.map(each => each.time)).toEqual([0, 0])
  })

  test('makes a dead letter of a second post', async () => {
    const { cascadeStore, counters } = await run([event('post', 0), event('post2', 3, { kind: 'post' })])
    expect(counters).toMatchObject({ secondPosts: 1, events: 1 })
    expect(cascadeStore.unreadable).toHaveLength(1)
  })

  test('makes one dead letter of a batch that cannot be decoded, with its positions, and continues', async () => {
    const { cascadeStore, partition, counters } = await run([event('post', 0)])
    const damaged = { key: '', value: '', partition: 0, position: 10, damage: { first: 1, reason: 'bad' } }
    await partition.apply([damaged, ...toRecords([event('a', 5)], 11)])
    cascadeStore.write(partition.takeChanges())
    expect(counters).toMatchObject({ undecodable: 1, unreadable: 0, events: 2 })
    expect(cascadeStore.unreadable).toMatchObject([
      { record: { position: 10, value: '' }, reason: 'the batch at positions 1 to 10 cannot be decoded: bad' }
    ])
  })

  test('adds an event after the end, and revises the outcome', async () => {
    const first = await run([watermark(0), event('post', 0), watermark(5_000)])
    expect(first.cascadeStore.endings).toMatchObject([{ finalSize: 1, revision: 1 }])
    const { cascadeStore, counters } = await run(
      [event('a', 4_000), event('b', 4_001), event('a', 4_000)],
      first.cascadeStore
    )
    expect(cascadeStore.endings).toMatchObject([{ revision: 1 }, { finalSize: 3, revision: 2 }])
    expect(counters).toMatchObject({ afterEnd: 2, revised: 1, duplicates: 1 })
  })

  test('makes a dead letter of an unreadable message, with the reason, and continues', async () => {
    const { cascadeStore, counters } = await run([
      '{',
      '{"type":"other"}',
      event('post', -T0 - 1),
      event('post', 0)
    ])
    expect(counters).toMatchObject({ unreadable: 3, events: 1 })
    expect(cascadeStore.unreadable.map(each => each.reason)).toEqual([
      'not JSON',
      'no message of type other',
      'time is before the year 2000 (-1): times are in seconds since 1970'
    ])
  })

  test('drops events of a deleted cascade', async () => {
    const cascadeStore = new MemoryCascadeStore()
    cascadeStore.forgotten.add('c')
    const { counters } = await run([event('post', 0), event('a', 1)], cascadeStore)
    expect(counters).toMatchObject({ forgotten: 2, events: 0 })
  })
})

test('ends a cascade at its maximum age even if events still arrive', async () => {
  const events = Array.from({ length: 30 }, (_, index) => event(`e${index}`, (index + 1) * 3_500))
  const { cascadeStore } = await run([watermark(0), event('post', 0), ...events, watermark(100_000)])
  expect(cascadeStore.endings).toMatchObject([{ endedAt: T0 + 86_400, finalSize: 31 }])
})

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
    routing: routingOf(cascadeStore)
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
  expect(partition.takeChanges().windows.map(({ events }) => events.length)).toEqual([1_200])
})

/** All in memory and in rows; little in memory; most in the journal; both little memory and a journal. */
const storageSettings: readonly Partial<PartitionSettings>[] = [
  {},
  { maxResidentEvents: 20 },
  { rowsWrittenAtOnce: 0 },
  { rowsWrittenAtOnce: 3, maxResidentEvents: 100, maxJournaledEvents: 50 }
]

test('makes the same changes with random kills, little memory and a journal', {
  timeout: 30_000
}, async () => {
  let journaled = 0
  for (let seed = 0; seed < 20; seed++) {
    const { values, sizes } = makeFeed(seed)
    const whole = await run(values)
    const random = new Random(1_000 + seed)
    const cascadeStore = new MemoryCascadeStore()
    const parts = {
      settings: { ...settings, ...storageSettings[seed % storageSettings.length]! },
      cascadeStore,
      clock,
      routing: routingOf(cascadeStore)
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
    const byCascade = (windows: typeof cascadeStore.windows) =>
      windows
        .map(({ cascadeId, windowSeconds, events }) => ({ cascadeId, windowSeconds, events }))
        .sort((left, right) =>
          left.cascadeId === right.cascadeId
            ? left.windowSeconds - right.windowSeconds
            : left.cascadeId < right.cascadeId
              ? -1
              : 1
        )
    expect(byCascade(cascadeStore.windows)).toEqual(byCascade(whole.cascadeStore.windows))
    expect(cascadeStore.windows).toHaveLength(2 * sizes.size)
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
    { settings: { ...settings, ...limits }, cascadeStore, clock, routing: routingOf(cascadeStore) },
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
