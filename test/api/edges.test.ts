import { expect, test } from 'vitest'
import { operations } from '../../api/http/contract.ts'
import { openApi } from '../harness/test-api.ts'

const cascade = { events: [{ time: 0, magnitude: 1 }] }
const toUrl = (path: string) => path.replaceAll('{version}', '1').replaceAll(/\{\w+\}/g, 'x')

test('answers HEAD like GET without the body, on every path', async () => {
  const { app } = await openApi()
  const urls = operations
    .filter(({ method, path }) => method === 'GET' && path !== '/feed')
    .map(({ path }) => toUrl(path))
  for (const url of [...urls, '/', '/web/main.ts', '/docs', '/docs/problems', '/docs/swagger-ui.css']) {
    const [got, headed] = [await app.inject({ url }), await app.inject({ method: 'HEAD', url })]
    expect(headed.statusCode, url).toBe(got.statusCode)
    expect(headed.headers['content-type'], url).toBe(got.headers['content-type'])
    expect(headed.body, url).toBe('')
    if (got.headers.etag) expect(headed.headers.etag).toBe(got.headers.etag)
  }
  const feed = await app.inject({ method: 'HEAD', url: '/feed' })
  expect([feed.statusCode, feed.headers['content-type'], feed.body]).toEqual([200, 'text/event-stream', ''])
})

test('lists the methods of every path, for OPTIONS and with a 405', async () => {
  const { app } = await openApi()
  const byUrl = Map.groupBy(operations, ({ path }) => path)
  for (const [path, found] of byUrl) {
    const url = toUrl(path)
    const options = await app.inject({ method: 'OPTIONS', url })
    const refused = await app.inject({ method: 'PATCH', url, payload: {} })
    expect([options.statusCode, refused.statusCode], url).toEqual([204, 405])
    const allowed = String(refused.headers.allow).split(', ')
    expect(options.headers.allow, url).toBe(refused.headers.allow)
    for (const { method } of found) expect(allowed, url).toContain(method)
    expect(allowed.includes('HEAD'), url).toBe(allowed.includes('GET'))
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
      const answer = await app.inject({ method, url: url === '/feed' ? '/health/live' : url })
      if (url !== '/feed')
        expect(answer.statusCode !== 405, `${method} ${url}`).toBe(allowed.includes(method))
    }
  }
  for (const url of ['/', '/docs', '/web/main.ts']) {
    const refused = await app.inject({ method: 'POST', url, payload: {} })
    expect([refused.statusCode, refused.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
  }
  const rollback = await app.inject({ url: '/models/rollback' })
  expect([rollback.statusCode, rollback.headers.allow]).toEqual([405, 'POST, OPTIONS'])
  expect((await app.inject({ method: 'OPTIONS', url: '/nothing' })).statusCode).toBe(404)
})

test('reports a missing body when only its media type was sent', async () => {
  const { inject } = await openApi()
  for (const type of ['application/json', 'application/x-ndjson', 'text/csv'])
    for (const url of ['/samples', '/events', '/cascades', '/cascades/batch']) {
      const answer = await inject({ method: 'POST', url, headers: { 'content-type': type } })
      expect(answer.json(), `${url} ${type}`).toMatchObject({ status: 400, code: 'invalid-body' })
    }
})

test.each([
  '/predictions/',
  '/models/',
  '/docs/',
  '/predictions//input',
  '/cascades/x/',
  '//',
  '/cascades/?limit=1'
])('answers 404 for %s, a path with an empty step', async url => {
  const { inject } = await openApi()
  expect((await inject({ url })).json()).toMatchObject({ status: 404, code: 'not-found' })
})

test('suggests to remove a slash at the end', async () => {
  const { inject } = await openApi()
  expect((await inject({ url: '/models/' })).json().detail).toBe(
    'there is no /models/: remove the slash at the end'
  )
})

test.each([
  ['application/json', 202],
  ['application/json; charset=utf-8', 202],
  ['Application/JSON;charset="UTF-8"', 202],
  ['application/json; charset=us-ascii', 202],
  ['application/json; charset=iso-8859-1', 415],
  ['application/json; charset=utf-16', 415],
  ['application/jsonl', 415],
  ['text/plain', 415],
  ['application/x-www-form-urlencoded', 415],
  ['json', 415]
])('answers a cascade sent as %s with %s', async (type, status) => {
  const { inject } = await openApi()
  const payload = JSON.stringify(cascade)
  const answer = await inject({
    method: 'POST',
    url: '/cascades',
    payload,
    headers: { 'content-type': type }
  })
  expect(answer.statusCode).toBe(status)
  if (status === 415)
    expect(answer.json()).toMatchObject({ code: 'unsupported-media-type', field: 'Content-Type' })
})

test.each([
  'application/x-ndjson',
  'application/jsonl',
  'application/ndjson',
  'application/jsonlines; charset=utf-8',
  'application/x-jsonlines'
])('accepts newline-delimited JSON as %s', async type => {
  const { inject } = await openApi()
  const headers = { 'content-type': type }
  const event = { eventId: '1', cascadeId: 'a', kind: 'post', time: 1_700_000_000, magnitude: 1 }
  const fed = await inject({
    method: 'POST',
    url: '/events',
    headers,
    payload: `${JSON.stringify(event)}\r\n`
  })
  expect(fed.json()).toEqual({ events: 1, watermarks: 0 })
  const payload = `${JSON.stringify(cascade)}\n`
  const batch = await inject({ method: 'POST', url: '/cascades/batch', headers, payload })
  expect(JSON.parse(batch.body)).toMatchObject({ line: 1, accepted: { state: 'queued' } })
})

test('ignores a byte order mark before JSON and before lines', async () => {
  const { inject } = await openApi()
  const mark = '\uFEFF'
  const json = { 'content-type': 'application/json' }
  const lines = { 'content-type': 'application/x-ndjson' }
  const text = JSON.stringify(cascade)
  const one = await inject({ method: 'POST', url: '/cascades', headers: json, payload: mark + text })
  expect(one.statusCode).toBe(202)
  const input = await inject({ url: `/predictions/${one.json().id}/input` })
  expect(input.json().events).toEqual(cascade.events)
  const batch = await inject({
    method: 'POST',
    url: '/cascades/batch',
    headers: lines,
    payload: `${mark}${text}\n${text}`
  })
  expect(
    batch.body
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).accepted?.state)
  ).toEqual(['queued', 'queued'])
  const event = JSON.stringify({
    eventId: '1',
    cascadeId: 'a',
    kind: 'post',
    time: 1_700_000_000,
    magnitude: 1
  })
  for (const [headers, payload] of [
    [json, `${mark}[${event}]`],
    [lines, `${mark}${event}\n`]
  ] as const)
    expect((await inject({ method: 'POST', url: '/events', headers, payload })).statusCode).toBe(202)
})

test('answers 304 for an unchanged artefact and page file', async () => {
  const { app, publish } = await openApi()
  const version = await publish('a model')
  for (const url of [`/models/${version}/artefact`, '/web/main.ts']) {
    const { etag } = (await app.inject({ url })).headers
    for (const header of [`${etag}`, `"x", W/${etag}`, '*']) {
      const again = await app.inject({ url, headers: { 'if-none-match': header } })
      expect([again.statusCode, again.body, again.headers.etag], `${url} ${header}`).toEqual([304, '', etag])
      expect(again.headers).not.toHaveProperty('content-length')
    }
    expect((await app.inject({ url, headers: { 'if-none-match': '"x"' } })).statusCode).toBe(200)
  }
})
