import { expect, test } from 'vitest'
import type { CascadeRecord } from '../../stores/cascades.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const open: CascadeRecord = {
  id: 'c',
  partition: 0,
  source: 's',
  state: 'open',
  origin: 1_000,
  post: 0,
  isAdopted: false,
  firstTime: 1_000,
  lastTime: 1_000,
  events: 1,
  chunks: 1,
  windowsDone: [],
  dueAt: 1_300,
  endedAt: null,
  revision: 0
}
const chunk = { cascadeId: 'c', number: 0, bytes: new Uint8Array(24) }

test('a record written again takes the place of the one before', async () => {
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
  expect(await cascades.load(['c'])).toEqual([{ id: 'c', record: later, chunks: [chunk.bytes] }])
  expect(await cascades.due(0, 's', 1e9, { after: null, limit: 10 })).toEqual([])
})

test('what was forgotten is told, and does not come back', async () => {
  const { database, cascades } = await openStores(buildSetClock())
  await database.write(transaction => cascades.write(transaction, [open], [chunk]))
  expect(await cascades.forget('c')).toBe(true)
  expect(await cascades.forget('c')).toBe(false)
  const second = { ...chunk, number: 1 }
  const gone = await database.write(transaction => cascades.write(transaction, [open], [second]))
  expect([...gone]).toEqual(['c'])
  expect(await cascades.load(['c'])).toEqual([{ id: 'c', record: null, chunks: [] }])
  expect(await cascades.get('c')).toBeNull()
})

test('the forecast that is kept is that of the latest window', async () => {
  const { database, cascades } = await openStores(buildSetClock())
  const note = (windowSeconds: number, point: number) =>
    database.write(transaction =>
      cascades.noteForecast(transaction, 'c', {
        windowSeconds,
        point,
        low: 1,
        high: 99,
        predictionId: `p${point}`
      })
    )
  expect(await note(300, 10)).toBe(false)
  await database.write(transaction => cascades.write(transaction, [open], []))
  expect(await note(600, 20)).toBe(true)
  expect(await note(300, 10)).toBe(true)
  expect((await cascades.get('c'))?.forecast).toMatchObject({ windowSeconds: 600, point: 20 })
})

test('a checkpoint that is there already, as the answer to its commit was lost, is not written again', async () => {
  const { database, checkpoints } = await openStores(buildSetClock())
  const place = { group: 'g', topic: 't', partition: 3 }
  const advance = (from: number, position: number, state: string | null) =>
    database.write(transaction => checkpoints.advance(transaction, place, 'me', from, { position, state }))
  await checkpoints.take(place, 'me')
  expect(await advance(0, 5, null)).toBe(true)
  expect(await advance(0, 5, null)).toBe(false)
  expect(await advance(5, 9, 'one')).toBe(true)
  expect(await advance(5, 9, 'one')).toBe(false)
  // Time alone has brought something about: the position stands.
  expect(await advance(9, 9, 'two')).toBe(true)
  expect(await advance(9, 9, 'two')).toBe(false)
  await expect(advance(5, 9, 'other')).rejects.toMatchObject({ code: 'conflict' })
  await checkpoints.take(place, 'another')
  await expect(advance(9, 9, 'two')).rejects.toMatchObject({ code: 'conflict' })
})

test('only the owner of a place advances it, from where it stands', async () => {
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
