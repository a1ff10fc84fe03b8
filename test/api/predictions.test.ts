import { expect, test } from 'vitest'
import { openApi } from '../harness/test-api.ts'
import { cascade, submit, succeedAll } from './submitted-cascade.ts'

test('accepts a cascade, stores its events unchanged and returns its prediction', async () => {
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

test('accepts the old name of the window, in JSON and for a table', async () => {
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

test('uses the time of the last event as the default window, and says so in the answer', async () => {
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

test('Prefer: wait answers with the result, or after the wait with the current state', async () => {
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

test('returns the same prediction for the same idempotency key, and rejects another body', async () => {
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

test('rejects a submission with Retry-After while the backlog is full', async () => {
  const api = await openApi({ predictions: { maxBacklog: 2 } })
  for (let i = 0; i < 2; i++) expect((await submit(api, cascade)).statusCode).toBe(202)
  const refused = await submit(api, cascade)
  expect(refused.statusCode).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
})

test('cancel, retry and replay depend on the state of the prediction', async () => {
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

test('filters lists and returns them page by page, newest first', async () => {
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

test('the generic route accepts the inputs of the predictor', async () => {
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
  const wrong = await send({ predictor: 'cascade-size', input: { events: [{ time: 0, magnitude: -1 }] } })
  expect(wrong.json()).toMatchObject({ code: 'invalid-field', field: '/input/events/0/magnitude' })
  expect((await send({ predictor: 'cascade-size' })).json().field).toBe('/input')
})

test('answers a batch line by line', async () => {
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
