import { expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { eventsTopic } from '../../../app/topics.ts'
import { Partition } from '../../../cascades/collector/partition.ts'
import { Random } from '../../../learners/random.ts'
import { readStreamEvent, writeEvent, writeWatermark } from '../../../ports/messages.ts'
import { endings, MemoryCascadeStore, routingOf } from '../../cascades/collector/memory-cascade-store.ts'
import { openApi, type TestApi } from '../../harness/test-api.ts'

const post = { eventId: 'e1', cascadeId: 'c1', kind: 'post', time: 1_763_700_000, magnitude: 12 }
const reshare = { ...post, eventId: 'e2', kind: 'reshare', time: 1_763_700_005.5 }

function send(api: TestApi, payload: unknown, type = 'application/json', query = '') {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return api.inject({
    method: 'POST',
    url: `/events${query}`,
    headers: { 'content-type': type },
    payload: text
  })
}

async function readAll({ stream }: TestApi) {
  const ends = await stream.ends(eventsTopic)
  const all = await Promise.all(ends.map(({ partition }) => stream.read(eventsTopic, partition, 0, 1_000)))
  return all.flat().map(({ value }) => readStreamEvent(value))
}

test('events are durable when they are answered, in order, and a watermark reaches every partition', async () => {
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

test('newline-delimited JSON says the same', async () => {
  const api = await openApi()
  const lines = `${JSON.stringify(post)}\n\n${JSON.stringify(reshare)}\n{"watermark":1763700006}`
  const answer = await send(api, lines, 'application/x-ndjson', '?source=crawler')
  expect(answer.json()).toEqual({ events: 2, watermarks: 1 })
  expect((await readAll(api)).map(each => each.is !== 'unreadable' && each.source)).toEqual(
    Array(6).fill('crawler')
  )
})

test('names the line and the column where a line is no JSON', async () => {
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

const cloudEvents = [
  {
    ...JSON.parse(writeEvent({ ...post, kind: 'post', source: 'mine' })),
    traceparent: '00-1',
    time: '2026-01-01'
  },
  JSON.parse(writeWatermark({ source: 'mine', time: 1_763_700_006, isLast: false }))
]

test('takes CloudEvents as the topics carry them, one or a batch', async () => {
  const api = await openApi()
  const batch = await send(api, cloudEvents, 'application/cloudevents-batch+json; charset=utf-8')
  expect(batch.json()).toEqual({ events: 1, watermarks: 1 })
  const one = await send(api, { ...cloudEvents[0], id: 'e9' }, 'application/cloudevents+json')
  expect(one.json()).toEqual({ events: 1, watermarks: 0 })
  const read = await readAll(api)
  expect(read.filter(each => each.is === 'event')).toEqual([
    { is: 'event', ...post, source: 'mine' },
    { is: 'event', ...post, eventId: 'e9', source: 'mine' }
  ])
  expect(read.filter(each => each.is === 'watermark')[0]).toMatchObject({
    source: 'mine',
    time: 1_763_700_006
  })
})

test.each([
  ['one that lies ahead', { ...cloudEvents[0], data: { ...cloudEvents[0].data, time: 9e9 } }, '/data/time'],
  ['a text', { ...cloudEvents[0], data: { ...cloudEvents[0].data, text: 'hello' } }, '/data/text'],
  ['another type', { ...cloudEvents[0], type: 'com.example.thing' }, '/type'],
  ['no type', { ...cloudEvents[0], type: undefined }, '/type'],
  ['another version', { ...cloudEvents[0], specversion: '0.3' }, '/specversion'],
  ['no cascade', { ...cloudEvents[0], subject: undefined }, '/subject'],
  ['data in base64', { ...cloudEvents[0], data: undefined, data_base64: 'e30=' }, '/data'],
  ['other data', { ...cloudEvents[0], datacontenttype: 'text/xml' }, '/datacontenttype']
])('refuses a CloudEvent with %s', async (_what, event, field) => {
  const api = await openApi()
  const one = await send(api, event, 'application/cloudevents+json')
  expect(one.json()).toMatchObject({ status: 400, field })
  expect(one.json().detail).not.toMatch(/schema|"then"|"else"/)
  const batch = await send(api, [cloudEvents[0], event], 'application/cloudevents-batch+json')
  expect(batch.json()).toMatchObject({ status: 400, field: `/1${field}` })
  expect(await readAll(api)).toEqual([])
})

test('refuses a CloudEvent in binary mode, and one in place of another body, by what is taken', async () => {
  const api = await openApi()
  const headers = { 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': 'e1' }
  const binary = await api.inject({ method: 'POST', url: '/events', headers, payload: '{}' })
  expect(binary.json()).toMatchObject({ status: 415, field: 'ce-specversion' })
  expect(binary.json().detail).toContain('send application/cloudevents+json')
  const elsewhere = await api.inject({
    method: 'POST',
    url: '/cascades',
    headers: { 'content-type': 'application/cloudevents+json' },
    payload: '{}'
  })
  expect(elsewhere.json()).toMatchObject({ status: 415, field: 'Content-Type' })
})

test.each([
  ['a text', [{ ...post, text: 'hello' }], '/0/text', 'unknown-field'],
  ['a name', [post, { ...reshare, author: 'Ann' }], '/1/author', 'unknown-field'],
  ['a kind nobody knows', [{ ...post, kind: 'like' }], '/0/kind', 'invalid-field'],
  ['no time', [{ ...post, time: undefined }], '/0/time', 'invalid-field'],
  ['negative followers', [{ ...post, magnitude: -1 }], '/0/magnitude', 'invalid-field'],
  ['a long id', [{ ...post, eventId: 'x'.repeat(201) }], '/0/eventId', 'invalid-field'],
  ['a watermark with more', [{ watermark: 5, cascadeId: 'c' }], '/0/cascadeId', 'unknown-field'],
  ['nothing', [], '', 'invalid-field'],
  ['an object', post, '', 'invalid-field']
])('%s is stopped on entry, and nothing of it is stored', async (_, body, field, code) => {
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

test('names each entry whose time is in another unit or ahead of the clock, and takes none', async () => {
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

test('accepts any Unicode id and refuses one that no database, message or URL can hold', async () => {
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

test('accepts no event that the collector refuses, and refuses none that it accepts', async () => {
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

/** Whether a message brings about anything but a dead letter. */
async function isTakenByCollector(value: string): Promise<boolean> {
  const cascadeStore = new MemoryCascadeStore()
  const settings = {
    windows: [300],
    ...endings,
    maxResidentEvents: 100,
    rowsWrittenAtOnce: 10,
    maxJournaledEvents: 10
  }
  const partition = await Partition.open(
    0,
    { settings, cascadeStore, clock: systemClock, routing: routingOf(cascadeStore) },
    cascadeStore
  )
  await partition.apply([{ key: 'c', value, partition: 0, position: 0 }])
  return partition.takeChanges().unreadable.length === 0
}

test('more than a request may hold is refused as such', async () => {
  const api = await openApi({ limits: { bodyBytes: 2_000 } })
  const many = Array.from({ length: 50 }, () => post)
  expect((await send(api, many)).statusCode).toBe(413)
  const lines = many.map(each => JSON.stringify(each)).join('\n')
  expect((await send(api, lines, 'application/x-ndjson')).statusCode).toBe(413)
  expect(await readAll(api)).toEqual([])
})

test('replays: only permitted folders, links followed, and what is asked for is stored', async () => {
  const api = await openApi()
  const ask = (payload: object) => api.inject({ method: 'POST', url: '/replays', payload })
  const asked = await ask({ folder: 'simulated', speed: 'max', seed: 4 })
  expect(asked.statusCode).toBe(202)
  expect(asked.json()).toMatchObject({
    state: 'queued',
    kind: 'folder',
    options: { order: 'time', speed: 'max', seed: 4, startGapSeconds: 3_600, isLooped: false }
  })
  expect(asked.json().label).toMatch(/^simulated\.[0-9a-z]{6}$/)
  const report = await api.inject({ url: asked.headers.location as string })
  expect(report.json()).toMatchObject({ replay: { id: asked.json().id }, alerts: 0, predictions: [] })
  const stopped = await api.inject({ method: 'POST', url: asked.json().links.stop })
  expect(stopped.json().state).toBe('stopped')
  for (const folder of ['/etc', '..', '../test', 'simulated/../..', 'nowhere', '/', 'simulated\u0000'])
    expect((await ask({ folder })).json(), folder).toMatchObject({ code: 'forbidden', field: '/folder' })
  expect((await ask({ folder: '/etc', proof: '0'.repeat(64) })).statusCode).toBe(403)
  expect((await ask({})).json()).toMatchObject({ field: '/folder' })
  expect((await ask({ kind: 'simulation', speed: 'max' })).json()).toMatchObject({ field: '/speed' })
  expect((await api.inject({ url: '/replays/folders' })).json().items).toContainEqual({ name: 'simulated' })
  expect((await api.inject({ url: '/replays' })).json().items).toHaveLength(1)
  expect((await api.inject({ url: '/replays/rpl_none' })).statusCode).toBe(404)
})

const proof = '0'.repeat(64)
test.each([
  [{ kind: 'simulation', order: 'time' }, '/order'],
  [{ kind: 'simulation', pauseSeconds: { mean: 1, deviation: 1 } }, '/pauseSeconds'],
  [{ kind: 'simulation', cascades: null }, '/cascades'],
  [{ kind: 'simulation', isLooped: false }, '/isLooped'],
  [{ kind: 'simulation', folder: 'simulated' }, '/folder'],
  [{ kind: 'simulation', proof }, '/proof'],
  [{ kind: 'simulation', model: 1 }, '/model'],
  [{ kind: 'topic', model: 1, speed: 60 }, '/speed'],
  [{ kind: 'topic', model: 1, provenance: 'real' }, '/provenance'],
  [{ kind: 'topic', model: 1, seed: 1 }, '/seed'],
  [{ folder: 'simulated', model: 1 }, '/model'],
  [{ folder: 'simulated', pauseSeconds: { mean: 1, deviation: 1 } }, '/pauseSeconds'],
  [{ folder: 'simulated', order: 'random', startGapSeconds: 60 }, '/startGapSeconds']
])('refuses an option that has no effect on a replay: %j', async (payload, field) => {
  const api = await openApi()
  const refused = await api.inject({ method: 'POST', url: '/replays', payload })
  expect(refused.json()).toMatchObject({ status: 400, code: 'invalid-field', field })
  expect(refused.json().detail).toMatch(/is an option of/)
  expect((await api.inject({ url: '/replays' })).json().items).toEqual([])
})

test('replays through a version: one that can answer, of the topic, and nothing else', async () => {
  const api = await openApi()
  const ask = (payload: object) => api.inject({ method: 'POST', url: '/replays', payload })
  const version = await api.publish('some model')
  const asked = await ask({ kind: 'topic', model: version })
  expect(asked.statusCode).toBe(202)
  expect(asked.json()).toMatchObject({ state: 'queued', kind: 'topic', model: version, folder: null })
  const report = await api.inject({ url: asked.headers.location as string })
  expect(report.json()).toMatchObject({ predictions: [], accuracy: [], alerts: 0, collected: {} })
  // A source leaves it to the collector, and the other way round.
  await ask({ folder: 'simulated' })
  expect(await api.stores.replays.claim('source', 10, 'events')).toMatchObject({ model: null })
  expect(await api.stores.replays.claim('source', 10, 'events')).toBeNull()
  expect(await api.stores.replays.claim('collector', 10, 'forecasts')).toMatchObject({ model: version })

  const unknown = await ask({ kind: 'topic', model: 99 })
  expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'unknown-version'])
  expect((await ask({ kind: 'topic' })).json()).toMatchObject({ code: 'invalid-field', field: '/model' })
  for (const wrong of [
    { kind: 'topic', model: version, folder: 'simulated' },
    { kind: 'topic', model: 0 }
  ])
    expect((await ask(wrong)).statusCode).toBe(400)
  expect((await ask({ folder: 'simulated', model: version })).json()).toMatchObject({ field: '/model' })
  const [first, second] = [await api.publish('another'), await api.publish('the last')]
  await api.inject({ method: 'POST', url: asked.json().links.stop })
  for (const each of [version, first, second])
    await api.dependencies.modelVersions.promote('cascade-size', each, { actor: 'test', reason: 'test' })
  await api.dependencies.modelVersions.collect('cascade-size', {
    keepServed: 1,
    keepNewest: 1,
    isDryRun: false,
    actor: 'test'
  })
  const collected = await ask({ kind: 'topic', model: version })
  expect([collected.statusCode, collected.json().code]).toEqual([404, 'unknown-version'])
})
