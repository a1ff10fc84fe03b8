import { describe, expect, test } from 'vitest'
import { noCounters } from '../../../cascades/collector/counters.ts'
import { writeReset } from '../../../ports/messages.ts'
import { MemoryCascadeStore } from './memory-cascade-store.ts'
import { event, run, T0, toRecords, watermark } from './partition-fixture.ts'

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
    expect(cascadeStore.forecasts.map(window => window.events.length)).toEqual([1, 2])
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
    expect(
      cascadeStore.forecasts.map(({ windowSeconds, provenance }) => [windowSeconds, provenance])
    ).toEqual([
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
    expect(cascadeStore.state?.timelines.s).toEqual({
      watermark: T0 + 20,
      received: T0 + 20,
      isManaged: true,
      isEnded: false
    })
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
    expect(never.cascadeStore.forecasts[0]!.events.map(each => each.time)).toEqual([0, 4])
  })

  test('counts an event dated before its post at the time of the post', async () => {
    const { cascadeStore, counters } = await run([
      watermark(0),
      event('post', 10),
      event('a', 5),
      watermark(340)
    ])
    expect(counters.beforePost).toBe(1)
    expect(cascadeStore.forecasts[0]!.events.map(each => each.time)).toEqual([0, 0])
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
