import { expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { Partition } from '../../../cascades/collector/partition.ts'
import { Random } from '../../../learners/random.ts'
import { writeEvent, writeWatermark } from '../../../ports/messages.ts'
import { endings, MemoryCascadeStore, routingOf } from '../../cascades/collector/memory-cascade-store.ts'
import { openApi } from '../../harness/test-api.ts'
import { post, readAll, reshare, send } from './stream-events.ts'

test('stores events durably and in order before it answers, and a watermark in every partition', async () => {
  const api = await openApi()
  const answer = await send(api, [
    post,
    { ...reshare, source: 'mine' },
    { watermark: 1_763_700_006, isLast: true }
  ])
  expect(answer.statusCode).toBe(202)
  expect(answer.json()).toEqual({ events: 2, watermarks: 1 })
  const read = await readAll(api)
  expect(read.filter(each => each.is === 'event')).toEqual([
    { is: 'event', ...post, source: 'api' },
    { is: 'event', ...reshare, source: 'mine' }
  ])
  const watermarks = read.filter(each => each.is === 'watermark')
  expect(watermarks).toHaveLength(4)
  expect(watermarks[0]).toEqual({ is: 'watermark', source: 'api', time: 1_763_700_006, isLast: true })
})

test('takes the id of an author, and rejects one that is none', async () => {
  const api = await openApi()
  expect((await send(api, [{ ...post, authorId: '帖子' }])).statusCode).toBe(202)
  expect(await readAll(api)).toEqual([{ is: 'event', ...post, source: 'api', authorId: '帖子' }])
  for (const authorId of ['', 7, 'a\0b'])
    expect((await send(api, [{ ...post, authorId }])).json()).toMatchObject({ field: '/0/authorId' })
})

test('takes absent and null followers as unknown, in each form of an event', async () => {
  const api = await openApi()
  const { magnitude: _, ...unknown } = reshare
  expect(
    (
      await send(api, [
        { ...unknown, eventId: 'a' },
        { ...unknown, eventId: 'b', magnitude: null }
      ])
    ).statusCode
  ).toBe(202)
  const { kind, time, cascadeId: subject } = unknown
  const cloudEvent = {
    specversion: '1.0',
    type: 'groundswell.event.v2',
    source: 'mine',
    id: 'c',
    subject,
    data: { kind, time }
  }
  expect((await send(api, cloudEvent, 'application/cloudevents+json')).statusCode).toBe(202)
  const read = await readAll(api)
  expect(read.map(each => each.is === 'event' && [each.eventId, each.magnitude])).toEqual([
    ['a', null],
    ['b', null],
    ['c', null]
  ])
})

test('accepts newline-delimited JSON', async () => {
  const api = await openApi()
  const lines = `${JSON.stringify(post)}\n\n${JSON.stringify(reshare)}\n{"watermark":1763700006}`
  const answer = await send(api, lines, 'application/x-ndjson', '?source=crawler')
  expect(answer.json()).toEqual({ events: 2, watermarks: 1 })
  expect((await readAll(api)).map(each => each.is !== 'unreadable' && each.source)).toEqual(
    Array(6).fill('crawler')
  )
})

test('names the line and the column of invalid JSON', async () => {
  const api = await openApi()
  const lines = `${JSON.stringify(post)}\n\n{"eventId": "e2" "cascadeId": "c1"}\n`
  const refused = await send(api, lines, 'application/x-ndjson')
  expect(refused.json()).toMatchObject({
    status: 400,
    code: 'invalid-body',
    detail: `the body is not JSON: line 3, column 18: expected a comma or a closing brace (got '"')`
  })
  const twice = `${JSON.stringify(post)}\n{"eventId": "e2", "eventId": "e3"}\n`
  expect((await send(api, twice, 'application/x-ndjson')).json()).toMatchObject({ field: '/1/eventId' })
  const whole = await send(api, '[\n  {"eventId": 1,}\n]')
  expect(whole.json().detail).toBe(
    "the body is not JSON: line 2, column 17: expected a name in double quotes (got '}')"
  )
})

test.each([
  ['a text', [{ ...post, text: 'hello' }], '/0/text', 'unknown-field'],
  ['a name', [post, { ...reshare, author: 'Ann' }], '/1/author', 'unknown-field'],
  ['an unknown kind', [{ ...post, kind: 'like' }], '/0/kind', 'invalid-field'],
  ['no time', [{ ...post, time: undefined }], '/0/time', 'invalid-field'],
  ['negative followers', [{ ...post, magnitude: -1 }], '/0/magnitude', 'invalid-field'],
  ['a long id', [{ ...post, eventId: 'x'.repeat(201) }], '/0/eventId', 'invalid-field'],
  ['a watermark with other fields', [{ watermark: 5, cascadeId: 'c' }], '/0/cascadeId', 'unknown-field'],
  ['an empty list', [], '', 'invalid-field'],
  ['an object', post, '', 'invalid-field']
])('rejects %s and stores nothing of it', async (_, body, field, code) => {
  const api = await openApi()
  const answer = await send(api, body)
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ code })
  expect(answer.json().field ?? '').toBe(field)
  expect(await readAll(api)).toEqual([])
  if (!Array.isArray(body)) return
  const lines = await send(api, body.map(each => JSON.stringify(each)).join('\n'), 'application/x-ndjson')
  expect(lines.statusCode).toBe(400)
  expect(await readAll(api)).toEqual([])
})

test('names each entry whose time is in another unit or in the future, and stores none', async () => {
  const api = await openApi()
  const now = Math.floor(Date.now() / 1_000)
  const answer = await send(api, [
    post,
    { ...post, time: 1_763_700_000_000 },
    { ...post, time: 12 },
    { watermark: now + 3_600 },
    { watermark: 1_763_700_000_000_000 },
    reshare
  ])
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ code: 'invalid-field', field: '/1/time' })
  expect(answer.json().faults).toMatchObject([
    { field: '/1/time', reason: expect.stringContaining('looks like milliseconds') },
    { field: '/2/time', reason: expect.stringContaining('before the year 2000') },
    { field: '/3/watermark', reason: expect.stringContaining('more than 300 s ahead of the clock') },
    { field: '/4/watermark', reason: expect.stringContaining('looks like microseconds') }
  ])
  expect(await readAll(api)).toEqual([])
  const many = Array.from({ length: 100 }, () => ({ ...post, time: 1 }))
  const bounded = await send(api, many)
  expect(bounded.json().faults).toHaveLength(20)
  expect(bounded.json().detail).toContain('and 99 more entries')
})

test('accepts any Unicode id except one that a database, message or URL cannot contain', async () => {
  const api = await openApi()
  const ids = ['été 2026', '帖子', '👩‍👩‍👧', 'e\u0301', 'a/b?c#d%20', ' ', '\u2028', '😀'.repeat(200)]
  const entries = ids.map(id => ({ ...post, cascadeId: id, eventId: id, source: id }))
  expect((await send(api, entries)).json()).toEqual({ events: ids.length, watermarks: 0 })
  const read = await readAll(api)
  expect(read.map(each => each.is === 'event' && each.cascadeId).sort()).toEqual([...ids].sort())
  for (const id of ids) {
    const answer = await api.inject({ url: `/cascades/${encodeURIComponent(id)}` })
    expect(answer.json(), id).toMatchObject({ status: 404, detail: expect.stringContaining(id) })
  }
  for (const id of ['a\0b', '\ud800', '.', '..', '😀'.repeat(201), ''])
    for (const field of ['cascadeId', 'eventId', 'source'])
      expect((await send(api, [{ ...post, [field]: id }])).json(), `${field} ${id}`).toMatchObject({
        code: 'invalid-field',
        field: `/0/${field}`
      })
})

test('accepts exactly the events that the collector accepts', async () => {
  const api = await openApi()
  const random = new Random(22)
  const now = Date.now() / 1_000
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random.uniform() * values.length)]!
  const ids = ['c', 'é', '', 'x'.repeat(200), 'x'.repeat(201), '😀'.repeat(150), 'a\0', '\udfff', '..', '...']
  const times = [
    0,
    -1,
    now,
    now - 1e6,
    now + 299,
    now + 1e4,
    now * 1e3,
    now * 1e6,
    946_684_800,
    946_684_799,
    5e9
  ]
  for (let round = 0; round < 300; round++) {
    const isWatermark = random.uniform() < 0.3
    const source = pick(ids)
    const sent = isWatermark
      ? { watermark: pick(times), isLast: random.uniform() < 0.5, source }
      : {
          eventId: pick(ids),
          cascadeId: pick(ids),
          kind: 'post' as const,
          time: pick(times),
          magnitude: 1,
          source
        }
    const text =
      'watermark' in sent
        ? writeWatermark({ source, time: sent.watermark, isLast: sent.isLast ?? false })
        : writeEvent(sent)
    const accepted = (await send(api, [sent])).statusCode === 202
    expect(accepted, JSON.stringify(sent)).toBe(await isTakenByCollector(text))
  }
})

/** Returns whether the collector accepts a message: a rejected one becomes a dead letter. */
async function isTakenByCollector(value: string): Promise<boolean> {
  const cascadeStore = new MemoryCascadeStore()
  const settings = {
    windows: [300],
    laterAges: [],
    ...endings,
    maxResidentEvents: 100,
    rowsWrittenAtOnce: 10,
    maxJournaledEvents: 10
  }
  const partition = await Partition.open(
    0,
    { settings, cascadeStore, clock: systemClock, routing: routingOf(cascadeStore), hasRoom: () => true },
    cascadeStore
  )
  await partition.apply([{ key: 'c', value, partition: 0, position: 0 }])
  return partition.takeChanges().unreadable.length === 0
}

test('rejects a request that is too large', async () => {
  const api = await openApi({ limits: { bodyBytes: 2_000 } })
  const many = Array.from({ length: 50 }, () => post)
  expect((await send(api, many)).statusCode).toBe(413)
  const lines = many.map(each => JSON.stringify(each)).join('\n')
  expect((await send(api, lines, 'application/x-ndjson')).statusCode).toBe(413)
  expect(await readAll(api)).toEqual([])
})
