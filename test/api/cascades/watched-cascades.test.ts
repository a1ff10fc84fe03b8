import { expect, test } from 'vitest'
import { eventsTopic } from '../../../app/topics.ts'
import { EventStore } from '../../../cascades/collector/event-store.ts'
import type { CascadeRecord } from '../../../cascades/rows/cascades.ts'
import { EVENT_BYTES } from '../../../cascades/rows/packed-events.ts'
import { buildCascadeRecord } from '../../harness/cascade-record.ts'
import { openApi, type TestApi } from '../../harness/test-api.ts'

const T0 = 1_700_000_000

function toRecord(id: string, changes: Partial<CascadeRecord> = {}): CascadeRecord {
  return buildCascadeRecord({
    id,
    source: 'feed',
    origin: T0,
    post: 1,
    firstTime: T0,
    lastTime: T0 + 100,
    events: 3,
    chunks: 2,
    windowsDone: [300],
    dueAt: T0 + 600,
    ...changes
  })
}

/** Writes cascades like a collector, with a forecast of each: median 100, 200, ..., and the other size in reverse order. */
async function watch({ stores }: TestApi, records: readonly CascadeRecord[]): Promise<void> {
  const events = new EventStore()
  // The post arrives second.
  events.add(0, 'a', T0 + 40.5, 7)
  events.add(0, 'post', T0, 1_000)
  events.add(0, 'b', T0 + 20, null)
  const bytes = new Uint8Array(3 * EVENT_BYTES)
  events.packNew(0, new Uint32Array(bytes.buffer))
  await stores.database.write(async transaction => {
    const chunks = records.flatMap(({ id }) => [
      { cascadeId: id, number: 0, bytes: bytes.slice(0, EVENT_BYTES) },
      { cascadeId: id, number: 1, bytes: bytes.slice(EVENT_BYTES) }
    ])
    await stores.cascades.write(transaction, records, chunks)
    for (const [index, { id }] of records.entries())
      await stores.cascades.noteForecast(transaction, id, {
        windowSeconds: 300,
        median: 100 * (index + 1),
        areOptimal: 1_000 - 100 * index,
        low: 50,
        high: 900,
        predictionId: `prd_${index}`
      })
  })
}

test('lists open cascades by forecast, and all cascades by their last change in pages', async () => {
  const api = await openApi()
  await watch(api, [toRecord('a'), toRecord('b'), toRecord('c', { state: 'ended', endedAt: T0 + 900 })])
  const hot = (await api.inject({ url: '/cascades' })).json()
  expect(hot.items.map((each: { id: string }) => each.id)).toEqual(['b', 'a'])
  expect(hot.items[0]).toMatchObject({
    startedAt: '2023-11-14T22:13:20.000Z',
    windowsPassed: [300],
    forecast: { windowSeconds: 300, median: 200, areOptimal: 900, point: 900, low: 50, high: 900 }
  })
  const ended = (await api.inject({ url: '/cascades?order=predicted&state=ended' })).json()
  expect(ended.items.map((each: { id: string }) => each.id)).toEqual(['c'])
  const first = (await api.inject({ url: '/cascades?order=updated&limit=2' })).json()
  const second = (await api.inject({ url: `/cascades?order=updated&limit=2&cursor=${first.next}` })).json()
  expect([...first.items, ...second.items].map((each: { id: string }) => each.id).sort()).toEqual([
    'a',
    'b',
    'c'
  ])
})

test('finds one cascade by its id, in any state with the order of the last change', async () => {
  const api = await openApi()
  await watch(api, [toRecord('a'), toRecord('b', { state: 'ended', endedAt: T0 + 900 })])
  const find = async (query: string) =>
    (await api.inject({ url: `/cascades?${query}` })).json().items.map((each: { id: string }) => each.id)
  expect(await find('order=updated&cascadeId=b')).toEqual(['b'])
  expect(await find('cascadeId=a')).toEqual(['a'])
  expect(await find('cascadeId=b')).toEqual([])
  expect(await find('order=updated&cascadeId=none')).toEqual([])
})

test('lists the cascades that grow faster than expected, and never expects fewer events than were seen', async () => {
  const api = await openApi()
  await watch(api, [toRecord('a'), toRecord('b', { fasterSince: T0 + 90, events: 150 })])
  const { items } = (await api.inject({ url: '/cascades?growingFaster=true' })).json()
  expect(items).toMatchObject([{ id: 'b', growingFasterSince: '2023-11-14T22:14:50.000Z' }])
  const all = (await api.inject({ url: '/cascades?order=updated&growingFaster=true' })).json()
  expect(all.items).toHaveLength(1)
  await watch(api, [toRecord('d', { events: 700 })])
  const first = (await api.inject({ url: '/cascades' })).json().items[0]
  expect(first).toMatchObject({
    id: 'd',
    growingFasterSince: null,
    forecast: { median: 700, low: 700, high: 900 }
  })
})

test('shows the events of a cascade in order, each forecast, and its error after the end', async () => {
  const api = await openApi()
  await watch(api, [toRecord('a')])
  const submission = { id: 'a', events: [{ time: 0, magnitude: 10 }], window: 300 }
  await api.inject({ method: 'POST', url: '/cascades', payload: submission })
  const { predictions } = api.stores
  const [made] = (await predictions.list({ subject: 'a' }, { limit: 1 })).items
  const [claim] = await predictions.claim([{ id: made!.id, generation: 1 }], 'worker', 30)
  const output = JSON.stringify({ point: 150, median: 140, interval: { low: 90, high: 300 } })
  const versioned = { modelVersion: 3, modelChecksum: 'ab', timings: null, features: null }
  await predictions.finish([{ claim: claim!, state: 'succeeded', output, ...versioned }])
  const open = (await api.inject({ url: '/cascades/a' })).json()
  expect(open).toMatchObject({ cascade: { id: 'a', state: 'open' }, outcome: null })
  expect(open.events).toEqual([
    { time: 0, magnitude: 1_000 },
    { time: 20, magnitude: null },
    { time: 40.5, magnitude: 7 }
  ])
  expect(open.forecasts).toMatchObject([
    {
      windowSeconds: 300,
      modelVersion: 3,
      median: 140,
      areOptimal: 150,
      point: 150,
      high: 300,
      absoluteRelativeError: null
    }
  ])
  await api.inject({ method: 'PUT', url: '/cascades/a/outcome', payload: { finalSize: 120 } })
  const over = (await api.inject({ url: '/cascades/a?maxEvents=1' })).json()
  expect(over.outcome).toMatchObject({ finalSize: 120 })
  expect(over.forecasts[0].absoluteRelativeError).toBe(0.25)
  expect(over.events).toHaveLength(1)
})

test('answers 404 for a cascade that is not on the stream', async () => {
  const api = await openApi()
  expect((await api.inject({ url: '/cascades/a' })).statusCode).toBe(404)
  expect((await api.inject({ url: '/cascades?order=hottest' })).statusCode).toBe(400)
})

test('DELETE removes a cascade, and no later checkpoint restores it', async () => {
  const api = await openApi()
  const { stores } = api
  await watch(api, [toRecord('a'), toRecord('b')])
  await stores.database.write(transaction =>
    stores.alerts.raise(
      transaction,
      {
        cascadeId: 'a',
        windowSeconds: 300,
        predictionId: 'prd_0',
        predicted: 9,
        measure: 'median',
        threshold: 5,
        probability: null
      },
      0
    )
  )
  expect((await api.inject({ url: '/alerts?cascadeId=a' })).json().items).toMatchObject([{ predicted: 9 }])
  expect((await api.inject({ method: 'DELETE', url: '/cascades/a' })).statusCode).toBe(200)
  expect((await api.inject({ url: '/cascades/a' })).statusCode).toBe(404)
  expect((await api.inject({ url: '/alerts' })).json().items).toEqual([])
  const gone = await stores.database.write(transaction =>
    stores.cascades.write(
      transaction,
      [toRecord('a'), toRecord('b')],
      [{ cascadeId: 'a', number: 2, bytes: new Uint8Array(24) }]
    )
  )
  expect([...gone]).toEqual(['a'])
  expect((await api.inject({ url: '/cascades/a' })).statusCode).toBe(404)
  expect(await stores.cascades.get('a')).toBeNull()
})

test('shows the lag and the counters of the collector', async () => {
  const api = await openApi()
  await api.stream.append(eventsTopic, [
    { key: 'a', value: '{}' },
    { key: 'b', value: '{}' }
  ])
  expect((await api.inject({ url: '/stream' })).json()).toMatchObject({ lag: 2, counters: {} })
  const { partition } = (await api.stream.ends(eventsTopic)).find(({ next }) => next > 0)!
  const checkpointKey = { group: 'collector', topic: eventsTopic, partition }
  await api.stores.checkpoints.take(checkpointKey, 'me')
  const state = JSON.stringify({ timelines: { feed: { watermark: T0 } }, counters: { events: 1 } })
  await api.stores.database.write(transaction =>
    api.stores.checkpoints.advance(transaction, checkpointKey, 'me', 0, { position: 1, state })
  )
  const figures = (await api.inject({ url: '/stream' })).json()
  expect(figures).toMatchObject({ lag: 1, counters: { events: 1 } })
  expect(figures.partitions[partition]).toMatchObject({
    position: 1,
    watermarks: { feed: '2023-11-14T22:13:20.000Z' }
  })
})

test('a later checkpoint updates the cascade of an earlier one', async () => {
  const api = await openApi()
  await watch(api, [toRecord('a')])
  const ended = toRecord('a', { state: 'ended', windowsDone: [300, 600], endedAt: T0 + 700, revision: 1 })
  await api.stores.database.write(transaction => api.stores.cascades.write(transaction, [ended], []))
  expect((await api.inject({ url: '/cascades/a' })).json().cascade).toMatchObject({
    state: 'ended',
    windowsPassed: [300, 600],
    forecast: { median: 100 }
  })
})
