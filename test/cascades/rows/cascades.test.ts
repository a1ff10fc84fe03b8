import { expect, test } from 'vitest'
import { type CascadeRecord, leaveOut, listJournaled } from '../../../cascades/rows/cascades.ts'
import { EVENT_BYTES, unpackEvents } from '../../../cascades/rows/packed-events.ts'
import { buildCascadeRecord } from '../../harness/cascade-record.ts'
import { openStores } from '../../harness/open-stores.ts'
import { buildSetClock } from '../../harness/set-clock.ts'

const open = buildCascadeRecord({ postAuthor: 'ann' })
const chunk = { cascadeId: 'c', number: 0, bytes: new Uint8Array(24) }

test('replaces a record that is written again', async () => {
  const { database, cascades } = await openStores(buildSetClock())
  const write = (record: CascadeRecord) =>
    database.write(transaction => cascades.write(transaction, [record], []))
  await database.write(transaction => cascades.write(transaction, [open], [chunk]))
  const later: CascadeRecord = {
    ...open,
    state: 'ended',
    events: 7,
    windowsDone: [300],
    dueAt: null,
    endedAt: 9_000,
    revision: 1
  }
  await write(later)
  expect(await cascades.load(['c'])).toEqual([
    { id: 'c', record: later, chunks: [chunk.bytes], forecast: null }
  ])
  expect(await cascades.due(0, 's', 1e9, { after: null, limit: 10 })).toEqual([])
})

test('reports deleted cascades on write, and does not restore them', async () => {
  const { database, cascades } = await openStores(buildSetClock())
  await database.write(transaction => cascades.write(transaction, [open], [chunk]))
  expect(await cascades.forget('c')).toBe(true)
  expect(await cascades.forget('c')).toBe(false)
  const second = { ...chunk, number: 1 }
  const gone = await database.write(transaction => cascades.write(transaction, [open], [second]))
  expect([...gone]).toEqual(['c'])
  expect(await cascades.load(['c'])).toEqual([{ id: 'c', record: null, chunks: [], forecast: null }])
  expect(await cascades.get('c')).toBeNull()
})

/** Packs events with these numbers as ids and magnitudes. */
function pack(...events: readonly { readonly id: number; readonly time: number }[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(events.length * EVENT_BYTES))
  for (const [index, { id, time }] of events.entries()) {
    view.setFloat64(index * EVENT_BYTES, time, true)
    view.setFloat64(index * EVENT_BYTES + 8, id, true)
    view.setUint32(index * EVENT_BYTES + 16, id, true)
  }
  return new Uint8Array(view.buffer)
}

test('returns the events of journal and chunks together, each once', async () => {
  const { database, cascades } = await openStores(buildSetClock())
  const [post, a, b] = [
    { id: 1, time: 1_000 },
    { id: 2, time: 1_005 },
    { id: 3, time: 1_003 }
  ] as const
  await database.write(async transaction => {
    await cascades.write(transaction, [open, { ...open, id: 'd' }], [{ ...chunk, bytes: pack(post) }])
    await cascades.addToJournal(transaction, 0, {
      number: 10,
      cascadeIds: ['d', 'c'],
      counts: [1, 2],
      bytes: Buffer.concat([pack({ id: 1, time: 9 }), pack(post, a)])
    })
    await cascades.addToJournal(transaction, 0, {
      number: 20,
      cascadeIds: ['c'],
      counts: [1],
      bytes: pack(b)
    })
    await cascades.addToJournal(transaction, 1, { number: 5, cascadeIds: ['c'], counts: [1], bytes: pack(b) })
  })
  const watched = await cascades.get('c')
  expect(unpackEvents(watched!.chunks).map(({ magnitude }) => magnitude)).toEqual([1, 2, 3])
  expect(watched!.summary).toMatchObject({ events: 3, lastTime: 1_005 })
  expect((await cascades.get('d'))?.summary).toMatchObject({ events: 1, lastTime: 1_000 })
  expect((await cascades.journal(0)).map(({ number, counts }) => [number, counts])).toEqual([
    [10, [1, 2]],
    [20, [1]]
  ])
  await database.write(transaction => cascades.dropJournal(transaction, 0))
  expect(await cascades.journal(0)).toEqual([])
  expect(await cascades.journal(1)).toHaveLength(1)
})

test('removes a deleted cascade from the journal, and keeps the others', async () => {
  const { database, cascades } = await openStores(buildSetClock())
  const segment = {
    number: 10,
    cascadeIds: ['d', 'c', 'e'],
    counts: [1, 2, 1],
    bytes: pack({ id: 1, time: 1 }, { id: 2, time: 2 }, { id: 3, time: 3 }, { id: 4, time: 4 })
  }
  await database.write(async transaction => {
    await cascades.write(transaction, [open, { ...open, id: 'd' }, { ...open, id: 'e' }], [])
    await cascades.addToJournal(transaction, 0, segment)
  })
  await cascades.forget('c')
  const [left] = await cascades.journal(0)
  expect(left).toMatchObject({ number: 10, cascadeIds: ['d', 'e'], counts: [1, 1] })
  expect([...listJournaled(left!)].map(([id, bytes]) => [id, unpackEvents([bytes])[0]!.time])).toEqual([
    ['d', 1],
    ['e', 4]
  ])
  expect(leaveOut(segment, new Set(['d', 'e']))).toMatchObject({ cascadeIds: ['c'], counts: [2] })
})

test('keeps the forecast of the latest window', async () => {
  const { database, cascades } = await openStores(buildSetClock())
  const note = (windowSeconds: number, point: number) =>
    database.write(transaction =>
      cascades.noteForecast(transaction, 'c', {
        windowSeconds,
        median: point,
        areOptimal: 1,
        low: 1,
        high: 99,
        predictionId: `p${point}`
      })
    )
  expect(await note(300, 10)).toBe(false)
  await database.write(transaction => cascades.write(transaction, [open], []))
  expect(await note(600, 20)).toBe(true)
  expect(await note(300, 10)).toBe(true)
  expect((await cascades.get('c'))?.summary.forecast).toMatchObject({
    windowSeconds: 600,
    median: 20,
    areOptimal: 1
  })
})

test('lists forecasts by their median, and those of earlier releases by their point', async () => {
  const { database, cascades } = await openStores(buildSetClock())
  const sizes = { low: 1, high: 99, windowSeconds: 300 }
  const forecasts = [
    { ...sizes, median: 20, areOptimal: 19, predictionId: 'a' },
    { ...sizes, median: null, areOptimal: 25, predictionId: 'b' },
    { ...sizes, median: 30, areOptimal: 10, predictionId: 'c' },
    { ...sizes, median: null, areOptimal: null, predictionId: 'd' }
  ]
  await database.write(async transaction => {
    const records = forecasts.map(({ predictionId: id }) => ({ ...open, id }))
    await cascades.write(transaction, records, [])
    for (const forecast of forecasts)
      await cascades.noteForecast(transaction, forecast.predictionId, forecast)
  })
  const { items } = await cascades.list({ order: 'predicted' }, { limit: 10 })
  expect(items.map(({ id }) => id)).toEqual(['c', 'b', 'a'])
})

test('does not write a checkpoint again when the answer to its commit was lost', async () => {
  const { database, checkpoints } = await openStores(buildSetClock())
  const place = { group: 'g', topic: 't', partition: 3 }
  const advance = (from: number, position: number, state: string | null) =>
    database.write(transaction => checkpoints.advance(transaction, place, 'me', from, { position, state }))
  await checkpoints.take(place, 'me')
  expect(await advance(0, 5, null)).toBe(true)
  expect(await advance(0, 5, null)).toBe(false)
  expect(await advance(5, 9, 'one')).toBe(true)
  expect(await advance(5, 9, 'one')).toBe(false)
  // The state can change without a new position.
  expect(await advance(9, 9, 'two')).toBe(true)
  expect(await advance(9, 9, 'two')).toBe(false)
  await expect(advance(5, 9, 'other')).rejects.toMatchObject({ code: 'conflict' })
  await checkpoints.take(place, 'another')
  await expect(advance(9, 9, 'two')).rejects.toMatchObject({ code: 'conflict' })
})

test('lets only the owner advance a checkpoint, and only from its position', async () => {
  const { database, checkpoints } = await openStores(buildSetClock())
  const place = { group: 'g', topic: 't', partition: 3 }
  const advance = (owner: string, from: number, position: number) =>
    database.write(transaction =>
      checkpoints.advance(transaction, place, owner, from, { position, state: `${position}` })
    )
  expect(await checkpoints.take(place, 'first')).toBeNull()
  await advance('first', 0, 5)
  await expect(advance('first', 0, 6)).rejects.toMatchObject({ code: 'conflict' })
  expect(await checkpoints.take(place, 'second')).toEqual({ position: 5, state: '5' })
  await expect(advance('first', 5, 9)).rejects.toMatchObject({ code: 'conflict' })
  await advance('second', 5, 9)
  expect(await checkpoints.of('g', 't')).toEqual([{ partition: 3, position: 9, state: '9' }])
})
