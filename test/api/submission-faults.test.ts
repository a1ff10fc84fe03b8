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

test('rejects an invalid body with the field of its fault', async () => {
  const api = await openApi()
  for (const [what, payload, code, field] of refusals) {
    const refused = await submit(api, payload)
    expect(refused.json(), what).toMatchObject({ code, field })
    expect(refused.statusCode, what).toBe(code === 'unknown-version' ? 404 : 400)
    expect(refused.headers['content-type'], what).toContain('application/problem+json')
  }
})

test('reports every fault of a body', async () => {
  const api = await openApi()
  const refused = await submit(api, { events: [{ time: 'x', magnitude: 'x' }, { tme: 1 }], other: 1 })
  expect(
    refused
      .json()
      .faults.map(({ field }: { field: string }) => field)
      .toSorted()
  ).toEqual(['/events/0/magnitude', '/events/0/time', '/events/1/time', '/events/1/tme', '/other'])
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

test('rejects text that is not JSON, and ambiguous JSON', async () => {
  const api = await openApi()
  for (const [what, payload, code] of unreadable) {
    const refused = await api.inject({ method: 'POST', url: '/cascades', headers: json, payload })
    expect(refused.json().code, what).toBe(code)
    expect(refused.statusCode, what).toBe(400)
  }
})

test('has a separate error for content types, encodings, sizes and event counts', async () => {
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
])('rejects the callback %s with the reason of the webhook sender', async callback => {
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
