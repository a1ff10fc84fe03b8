import { expect, test } from 'vitest'
import { openApi, type TestApi } from '../harness/test-api.ts'

const cascade = {
  id: 'post-1',
  events: [
    { time: 0, magnitude: 4000 },
    { time: 12.5, magnitude: 800 },
    { time: 100, magnitude: 95 }
  ]
}

const json = { 'content-type': 'application/json' }
const submit = (api: TestApi, payload: object, headers: Record<string, string> = {}) =>
  api.inject({ method: 'POST', url: '/cascades', payload, headers })

/** What a worker would do with everything that waits. */
async function succeedAll({ stores }: TestApi, output = '{"point":17}'): Promise<void> {
  const { items } = await stores.predictions.list({ state: 'queued' }, { limit: 100 })
  const claims = await stores.predictions.claim(items, 'test-worker', 30)
  await stores.predictions.finish(
    claims.map(claim => ({
      claim,
      state: 'succeeded',
      output,
      features: null,
      modelVersion: null,
      modelChecksum: null,
      timings: '{"fitSeconds":0.01}'
    }))
  )
}

test('a cascade is accepted, stored as it was sent, and answered', async () => {
  const api = await openApi()
  const accepted = await submit(api, { ...cascade, window: 60 })
  expect(accepted.statusCode).toBe(202)
  const { id } = accepted.json()
  expect(accepted.headers.location).toBe(`/predictions/${id}`)
  expect(accepted.json()).toMatchObject({
    predictor: 'cascade-size',
    subject: 'post-1',
    state: 'queued',
    windowSeconds: 60,
    isDefaultWindow: false,
    observedEvents: 2,
    ignoredEvents: 1,
    links: { self: `/predictions/${id}` }
  })
  const input = await api.inject({ url: `/predictions/${id}/input` })
  expect(input.json()).toEqual({ events: cascade.events, windowSeconds: 60 })

  await succeedAll(api)
  const prediction = (await api.inject({ url: `/predictions/${id}` })).json()
  expect(prediction).toMatchObject({
    state: 'succeeded',
    attempts: 1,
    result: { point: 17 },
    timings: { fitSeconds: 0.01 },
    error: null
  })
  expect(prediction.finishedAt).not.toBeNull()
})

test('a window may be given by its old name too, in JSON and of a table', async () => {
  const api = await openApi()
  const ofJson = async (window: object) =>
    (await submit(api, { events: cascade.events, ...window })).json().windowSeconds
  expect(await ofJson({ windowSeconds: 60 })).toBe(60)
  expect(await ofJson({ window: 60 })).toBe(60)
  expect(await ofJson({ windowSeconds: 60, window: 60 })).toBe(60)
  const headers = { 'content-type': 'text/csv' }
  const payload = 'time,followers\n0,10\n30,3\n'
  for (const query of ['windowSeconds=61', 'window=61', 'window=61&windowSeconds=61']) {
    const answer = await api.inject({ method: 'POST', url: `/cascades?${query}`, headers, payload })
    expect(answer.json(), query).toMatchObject({ windowSeconds: 61, isDefaultWindow: false })
  }
})

test('without a window the last event ends the observation, and the answer says so', async () => {
  const api = await openApi()
  expect((await submit(api, cascade)).json()).toMatchObject({
    windowSeconds: 100,
    isDefaultWindow: true,
    observedEvents: 3
  })
  const short = { events: [{ time: 0, magnitude: 5 }] }
  expect((await submit(api, short)).json()).toMatchObject({
    windowSeconds: 60,
    isDefaultWindow: true,
    subject: null
  })
})

const refusals = [
  ['an unknown field', { ...cascade, windw: 60 }, 'unknown-field', '/windw'],
  ['no events', { id: 'x' }, 'invalid-field', '/events'],
  ['an empty list', { events: [] }, 'invalid-field', '/events'],
  ['a time that is text', { events: [{ time: '0', magnitude: 1 }] }, 'invalid-field', '/events/0/time'],
  ['a negative magnitude', { events: [{ time: 0, magnitude: -1 }] }, 'invalid-field', '/events/0/magnitude'],
  [
    'a first event that is no post',
    { events: [{ time: 3, magnitude: 1 }] },
    'invalid-field',
    '/events/0/time'
  ],
  [
    'times that decrease',
    { events: [0, 5, 9, 7].map(time => ({ time, magnitude: 1 })) },
    'invalid-field',
    '/events/3/time'
  ],
  ['a window that is too short', { ...cascade, windowSeconds: 1 }, 'invalid-field', '/windowSeconds'],
  ['the old name of a window that is too short', { ...cascade, window: 1 }, 'invalid-field', '/window'],
  ['two windows', { ...cascade, windowSeconds: 60, window: 61 }, 'invalid-field', '/window'],
  [
    'a last event beyond the longest window',
    { events: [0, 1e6].map(time => ({ time, magnitude: 1 })) },
    'invalid-field',
    '/windowSeconds'
  ],
  ['a version that does not exist', { ...cascade, model: 99 }, 'unknown-version', 'version'],
  [
    'a deadline that has passed',
    { ...cascade, deadline: '2020-01-01T00:00:00Z' },
    'invalid-field',
    '/deadline'
  ],
  [
    'a deadline in a leap second',
    { ...cascade, deadline: '2028-02-29T23:59:60Z' },
    'invalid-field',
    '/deadline'
  ],
  ['a deadline on no day', { ...cascade, deadline: '2027-02-31T00:00:00Z' }, 'invalid-field', '/deadline'],
  ['a deadline that is no time', { ...cascade, deadline: 'soon' }, 'invalid-field', '/deadline'],
  [
    'a callback to this machine',
    { ...cascade, callback: 'http://127.0.0.1:1/x' },
    'invalid-field',
    '/callback'
  ],
  [
    'a callback into the private network',
    { ...cascade, callback: 'http://[fd00::1]/x' },
    'invalid-field',
    '/callback'
  ],
  [
    'a callback that is no web address',
    { ...cascade, callback: 'ftp://example.org/' },
    'invalid-field',
    '/callback'
  ],
  ['an id with a NUL', { ...cascade, id: 'a\0b' }, 'invalid-field', '/id'],
  ['a list', [cascade], 'invalid-field', '']
] as const

test('what a body may not say is refused by name', async () => {
  const api = await openApi()
  for (const [what, payload, code, field] of refusals) {
    const refused = await submit(api, payload)
    expect(refused.json(), what).toMatchObject({ code, field })
    expect(refused.statusCode, what).toBe(code === 'unknown-version' ? 404 : 400)
    expect(refused.headers['content-type'], what).toContain('application/problem+json')
  }
})

test('every fault of a body is told', async () => {
  const api = await openApi()
  const refused = await submit(api, { events: [{ time: 'x', magnitude: null }, { tme: 1 }], other: 1 })
  expect(
    refused
      .json()
      .faults.map(({ field }: { field: string }) => field)
      .toSorted()
  ).toEqual([
    '/events/0/magnitude',
    '/events/0/time',
    '/events/1/magnitude',
    '/events/1/time',
    '/events/1/tme',
    '/other'
  ])
})

const unreadable = [
  ['NaN', '{"events":[{"time":NaN,"magnitude":1}]}', 'invalid-body'],
  ['Infinity', '{"events":[{"time":Infinity,"magnitude":1}]}', 'invalid-body'],
  ['a number beyond all', '{"events":[{"time":0,"magnitude":1e999}]}', 'invalid-field'],
  ['a key given twice', '{"events":[{"time":0,"time":0,"magnitude":1}]}', 'invalid-body'],
  ['half a body', '{"events":[', 'invalid-body'],
  ['nothing', '', 'invalid-body'],
  ['deep JSON', `{"events":${'['.repeat(1000)}${']'.repeat(1000)}}`, 'invalid-body'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'invalid-body'],
  ['null', 'null', 'invalid-field']
] as const

test('what is no JSON, or JSON that reads two ways, is refused', async () => {
  const api = await openApi()
  for (const [what, payload, code] of unreadable) {
    const refused = await api.inject({ method: 'POST', url: '/cascades', headers: json, payload })
    expect(refused.json().code, what).toBe(code)
    expect(refused.statusCode, what).toBe(400)
  }
})

test('content types, encodings, sizes and event counts have their own answers', async () => {
  const api = await openApi({ limits: { bodyBytes: 20_000, events: 100 } })
  const text = JSON.stringify(cascade)
  const post = (payload: string, headers: Record<string, string>) =>
    api.inject({ method: 'POST', url: '/cascades', headers, payload })
  expect((await post(text, { 'content-type': 'text/plain' })).statusCode).toBe(415)
  expect((await post(text, { 'content-type': 'application/x-ndjson' })).statusCode).toBe(415)
  expect((await post(text, { ...json, 'content-encoding': 'gzip' })).json().field).toBe('Content-Encoding')
  expect((await post(text, { 'content-type': 'application/json; charset=utf-8' })).statusCode).toBe(202)
  expect((await post(`${text}${' '.repeat(20_000)}`, json)).statusCode).toBe(413)
  const events = Array.from({ length: 101 }, (_, time) => ({ time, magnitude: 1 }))
  expect((await submit(api, { events })).json()).toMatchObject({ code: 'invalid-field', field: '/events' })
})

test('Prefer: wait answers with the end, or after the wait as it stands', async () => {
  const api = await openApi()
  const late = await submit(api, cascade, { prefer: 'wait=0' })
  expect(late.statusCode).toBe(202)
  expect(late.headers['preference-applied']).toBe('wait=0')

  const { id } = late.json()
  const waiting = api.inject({ url: `/predictions/${id}`, headers: { prefer: 'wait=30' } })
  await succeedAll(api)
  expect((await waiting).json().state).toBe('succeeded')
  expect((await waiting).headers['preference-applied']).toBe('wait=30')
  const wrong = await api.inject({ url: `/predictions/${id}`, headers: { prefer: 'wait=soon' } })
  expect(wrong.statusCode).toBe(200)
  expect(wrong.headers).not.toHaveProperty('preference-applied')
})

test('the same idempotency key is the same prediction; with another body it is refused', async () => {
  const api = await openApi()
  const headers = { 'idempotency-key': 'once' }
  const [first, again] = await Promise.all([submit(api, cascade, headers), submit(api, cascade, headers)])
  expect(again.json().id).toBe(first.json().id)
  const other = await submit(api, { ...cascade, window: 90 }, headers)
  expect(other.statusCode).toBe(422)
  expect(other.json().code).toBe('idempotency-key-reused')
  await succeedAll(api)
  expect((await submit(api, cascade, headers)).json().state).toBe('succeeded')
  expect((await submit(api, cascade, { 'idempotency-key': 'x'.repeat(300) })).json().field).toBe(
    'Idempotency-Key'
  )
})

test('a backlog that is full is told with when to come back', async () => {
  const api = await openApi({ predictions: { maxBacklog: 2 } })
  for (let i = 0; i < 2; i++) expect((await submit(api, cascade)).statusCode).toBe(202)
  const refused = await submit(api, cascade)
  expect(refused.statusCode).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
})

test('cancel, retry and replay answer by what the prediction is', async () => {
  const api = await openApi()
  const { id } = (await submit(api, cascade)).json()
  const at = (method: 'GET' | 'DELETE' | 'POST', path: string, payload?: object) =>
    api.inject({ method, url: `/predictions/${path}`, ...(payload ? { payload } : {}) })

  expect((await at('POST', `${id}/retry`)).json().code).toBe('conflict')
  expect((await at('DELETE', id)).json().state).toBe('canceled')
  expect((await at('DELETE', id)).statusCode).toBe(200)
  expect((await at('POST', `${id}/retry`)).statusCode).toBe(202)
  expect((await at('GET', id)).json()).toMatchObject({ state: 'queued', generation: 2 })
  await succeedAll(api)
  expect((await at('DELETE', id)).statusCode).toBe(409)

  const version = await api.publish('one')
  const replay = await at('POST', `${id}/replay`, { model: version })
  expect(replay.statusCode).toBe(202)
  expect((await at('GET', replay.json().id)).json()).toMatchObject({
    requestedModel: version,
    subject: 'post-1'
  })
  expect((await at('GET', `${replay.json().id}/input`)).body).toBe((await at('GET', `${id}/input`)).body)
  expect((await at('POST', `${id}/replay`, { model: 77 })).json().code).toBe('unknown-version')
  for (const [method, path] of [
    ['GET', 'none'],
    ['DELETE', 'none'],
    ['POST', 'none/retry'],
    ['GET', 'none/input']
  ] as const)
    expect((await at(method, path)).statusCode, path).toBe(404)
})

test('lists are filtered, newest first, and read page by page', async () => {
  const api = await openApi()
  for (const id of ['a', 'b', 'a', 'c', 'a']) await submit(api, { ...cascade, id })
  const list = async (query: string) => (await api.inject({ url: `/predictions?${query}` })).json()
  const seen: string[] = []
  let cursor = ''
  do {
    const page = await list(`limit=2${cursor}`)
    seen.push(...page.items.map(({ subject }: { subject: string }) => subject))
    cursor = page.next ? `&cursor=${page.next}` : ''
  } while (cursor)
  expect(seen).toEqual(['a', 'c', 'a', 'b', 'a'])
  expect((await list('subject=a&state=queued')).items).toHaveLength(3)
  expect((await list('state=failed')).items).toHaveLength(0)
  expect((await list('state=asleep')).code).toBe('invalid-query')
  expect((await list('limit=0')).field).toBe('limit')
  expect((await list('lmit=3')).field).toBe('lmit')
  expect((await list('cursor=nonsense')).field).toBe('cursor')
  expect((await list('predictor=other')).code).toBe('unknown-predictor')
})

test('the generic route takes what the predictor takes', async () => {
  const api = await openApi()
  const send = (payload: object) => api.inject({ method: 'POST', url: '/predictions', payload })
  const input = { events: cascade.events, windowSeconds: 300 }
  const accepted = await send({ predictor: 'cascade-size', input, subject: 's' })
  expect(accepted.statusCode).toBe(202)
  expect((await api.inject({ url: `/predictions/${accepted.json().id}/input` })).json()).toEqual(input)
  expect((await send({ predictor: 'other', input })).json()).toMatchObject({
    code: 'unknown-predictor',
    field: '/predictor'
  })
  const wrong = await send({ predictor: 'cascade-size', input: { events: [{ time: 0 }] } })
  expect(wrong.json()).toMatchObject({ code: 'invalid-field', field: '/input/events/0/magnitude' })
  expect((await send({ predictor: 'cascade-size' })).json().field).toBe('/input')
})

test('a batch is answered line by line', async () => {
  const api = await openApi()
  const lines = [
    JSON.stringify(cascade),
    '{"events":',
    '',
    JSON.stringify({ events: [] }),
    JSON.stringify({ ...cascade, id: 'z' })
  ]
  const answer = await api.inject({
    method: 'POST',
    url: '/cascades/batch',
    headers: { 'content-type': 'application/x-ndjson' },
    payload: lines.join('\n')
  })
  expect(answer.statusCode).toBe(200)
  const answers = answer.body
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(answers.map(({ line }) => line)).toEqual([1, 2, 4, 5])
  expect(answers.map(({ problem }) => problem?.code)).toEqual([
    undefined,
    'invalid-body',
    'invalid-field',
    undefined
  ])
  expect(answers[3].accepted.subject).toBe('z')
})

test('refuses the outcome of an unknown cascade, and one below what was seen, and keeps the earlier one', async () => {
  const api = await openApi()
  const put = (id: string, payload: object) =>
    api.inject({ method: 'PUT', url: `/cascades/${id}/outcome`, payload })
  const unknown = await put('nobody', { finalSize: 40 })
  expect(unknown.json()).toMatchObject({ status: 404, code: 'not-found', field: 'cascadeId' })
  expect((await api.inject({ url: '/cascades/nobody/outcome' })).statusCode).toBe(404)

  await submit(api, { ...cascade, id: 'known' })
  const seen = cascade.events.length
  const tooSmall = await put('known', { finalSize: seen - 1 })
  expect(tooSmall.json()).toMatchObject({ status: 422, code: 'outcome-too-small', field: '/finalSize' })
  expect(tooSmall.json().detail).toContain(`${seen - 1} is less than the ${seen} events seen`)
  expect(tooSmall.json().detail).toContain('nothing was stored')

  expect((await put('known', { finalSize: seen, provenance: 'demo' })).json()).toMatchObject({
    finalSize: seen,
    provenance: 'demo'
  })
  expect((await put('known', { finalSize: 1 })).json().detail).toContain(`the earlier outcome remains`)
  expect((await api.inject({ url: '/cascades/known/outcome' })).json()).toMatchObject({
    finalSize: seen,
    revision: 1
  })
})

test('an outcome is stored, revised and told; a cascade is forgotten', async () => {
  const api = await openApi()
  const url = '/cascades/at%3A%2F%2Fpost%2F1/outcome'
  const put = (payload: object) => api.inject({ method: 'PUT', url, payload })
  expect((await api.inject({ url })).statusCode).toBe(404)
  await submit(api, { ...cascade, id: 'at://post/1' })
  expect((await put({ finalSize: 40 })).json()).toMatchObject({
    cascadeId: 'at://post/1',
    finalSize: 40,
    revision: 1
  })
  expect((await put({ finalSize: 41, endedAt: '2026-01-01T00:00:00Z' })).json()).toMatchObject({
    revision: 2
  })
  expect((await api.inject({ url })).json().finalSize).toBe(41)
  expect((await put({ finalSize: 0 })).json().field).toBe('/finalSize')
  expect((await put({ finalSize: 4, endedAt: '2100-01-01T00:00:00Z' })).json().field).toBe('/endedAt')

  const gone = await api.inject({ method: 'DELETE', url: '/cascades/at%3A%2F%2Fpost%2F1' })
  expect(gone.json()).toEqual({ cascadeId: 'at://post/1', predictions: 1 })
  expect((await api.inject({ url })).statusCode).toBe(404)
})

test.each([
  ...[
    'http://100.64.0.1/',
    'http://169.254.169.254/latest',
    'http://0.0.0.0/',
    'http://224.0.0.1/',
    'http://198.18.0.1/'
  ],
  ...[
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/'
  ],
  ...[
    'http://0x7f000001/',
    'http://127.1/',
    'http://localhost./',
    'http://metadata.google.internal/',
    'http://nas.local/'
  ],
  'https://user:password@example.org/'
])('refuses the callback %s, as the sender of webhooks would', async callback => {
  const api = await openApi()
  const refused = await submit(api, { ...cascade, callback })
  expect(refused.json()).toMatchObject({ code: 'invalid-field', field: '/callback' })
  expect(refused.json().detail).toContain(api.dependencies.webhookSender.refuse(callback))
})

test('accepts callbacks to public addresses and names', async () => {
  const api = await openApi()
  for (const callback of [
    'https://example.org/hook',
    'http://93.184.216.34:8080/',
    'https://[2a00:1450:4001:82b::200e]/'
  ])
    expect((await submit(api, { ...cascade, callback })).statusCode, callback).toBe(202)
})
