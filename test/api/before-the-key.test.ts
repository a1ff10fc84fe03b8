import { expect, test } from 'vitest'
import { listen, talk, writeHead } from '../harness/raw-http.ts'

const secret = 'a-secret-of-some-length'
const keys = [{ name: 'ops', secret }]
const drain = { bytes: 1_000_000, unauthenticatedBytes: 1_000, seconds: 1, silentSeconds: 0.05 }
const json = 'Content-Type: application/json'
const authorization = `Authorization: Bearer ${secret}`
const cascade = JSON.stringify({ events: [{ time: 0, magnitude: 1 }] })

const statusOf = (text: string) => Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1])
const openKeyed = (limits: object = {}) => listen({ settings: { keys }, limits: { drain, ...limits } })

test.each([
  ['a told length', 'POST /cascades', [json, 'Content-Length: 15000000']],
  ['chunks', 'POST /cascades', [json, 'Transfer-Encoding: chunked']],
  ['lines', 'POST /events', ['Content-Type: application/x-ndjson', 'Content-Length: 15000000']],
  ['a batch', 'POST /cascades/batch', ['Content-Type: application/x-ndjson', 'Transfer-Encoding: chunked']],
  ['another type', 'POST /cascades', ['Content-Type: text/plain', 'Content-Length: 15000000']],
  ['no type', 'PUT /cascades/a/outcome', ['Content-Length: 15000000']],
  ['gzip', 'POST /cascades', [json, 'Content-Encoding: gzip', 'Content-Length: 15000000']],
  ['a wrong key', 'POST /cascades', [json, 'Authorization: Bearer wrong', 'Content-Length: 15000000']],
  ['no bearer', 'POST /cascades', [json, 'Authorization: Basic eDp5', 'Content-Length: 15000000']],
  [
    'a forged session',
    'POST /cascades',
    [json, 'Cookie: groundswell-session=ops~9~x~y', 'Content-Length: 15000000']
  ],
  ['a wrong request id', 'POST /cascades', [json, 'X-Request-Id: a b', 'Content-Length: 15000000']],
  ['a method without a body', 'DELETE /predictions/x', ['Content-Length: 15000000']],
  ['a GET', 'GET /models', ['Content-Length: 15000000']],
  ['a HEAD', 'HEAD /models', ['Content-Length: 15000000']]
])('rejects a request without a key before reading its body: %s', async (_name, start, lines) => {
  const { port, isAlive } = await openKeyed()
  const text = await talk(port, socket => socket.write(`${writeHead(start, ...lines)}5\r\n[{"a"`))
  expect(statusOf(text)).toBe(401)
  expect(text).toMatch(/www-authenticate: Bearer/i)
  expect(await isAlive()).toBe(true)
})

test.each([
  ['POST /nothing', 404],
  ['POST /', 405],
  ['PATCH /models', 405],
  ['OPTIONS /cascades', 204]
])('answers %s by its path alone, however large the announced body is', async (start, status) => {
  const { port } = await openKeyed()
  const text = await talk(port, socket =>
    socket.write(writeHead(start, json, 'Content-Length: 15000000', 'Connection: close'))
  )
  expect(statusOf(text)).toBe(status)
})

test('answers a wrong body with 401 for a wrong key and with 400 for a correct key', async () => {
  const { inject } = await openKeyed()
  const wrong = { method: 'POST', url: '/cascades', payload: '{"events":', headers: {} } as const
  const headers = { 'content-type': 'application/json' }
  expect((await inject({ ...wrong, headers })).statusCode).toBe(401)
  const known = { ...headers, authorization: `Bearer ${secret}` }
  expect((await inject({ ...wrong, headers: known })).statusCode).toBe(400)
})

test('sends 100 Continue only after the key was checked', async () => {
  const { port } = await openKeyed()
  const head = (...lines: string[]) =>
    writeHead('POST /cascades', json, `Content-Length: ${cascade.length}`, 'Expect: 100-continue', ...lines)
  const refused = await talk(port, socket => socket.write(head('Connection: close')))
  expect(statusOf(refused)).toBe(401)
  const taken = await talk(port, socket => {
    socket.write(head(authorization, 'Connection: close'))
    socket.once('data', () => socket.write(cascade))
  })
  expect(taken).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 202 /)
})

test('limits the body of POST /session to the size of a key', async () => {
  const { port } = await openKeyed()
  const text = await talk(port, socket =>
    socket.write(writeHead('POST /session', json, 'Content-Length: 15000000'))
  )
  expect(statusOf(text)).toBe(413)
})

test('rejects a body that stalls', async () => {
  const { port, isAlive } = await openKeyed({ bodySilentSeconds: 0.05 })
  const started = await talk(port, socket =>
    socket.write(`${writeHead('POST /cascades', json, authorization, 'Content-Length: 150000')}{"events":`)
  )
  expect(statusOf(started)).toBe(408)
  const lines = await talk(port, socket =>
    socket.write(
      writeHead('POST /events', 'Content-Type: application/jsonl', authorization, 'Content-Length: 150000')
    )
  )
  expect(statusOf(lines)).toBe(408)
  expect(await isAlive()).toBe(true)
})

test('answers 413 to a client that sends its whole body before it reads', async () => {
  const slowDrain = { ...drain, bytes: 10_000_000, seconds: 30, silentSeconds: 5 }
  const { port } = await openKeyed({ bodyBytes: 10_000, drain: slowDrain })
  const body = Buffer.alloc(8_000_000, ' ')
  const text = await talk(port, socket => {
    socket.pause()
    socket.write(writeHead('POST /cascades', json, authorization, `Content-Length: ${body.length}`))
    socket.write(body, () => socket.resume())
  })
  expect(statusOf(text)).toBe(413)
})

test('lets bodies wait for room, and rejects those that find none', async () => {
  const { port } = await openKeyed({ bodyBytes: 100_000, allBodiesBytes: 200_000, bodyWaitSeconds: 0.1 })
  const head = writeHead('POST /cascades', json, authorization, 'Content-Length: 90000', 'Connection: close')
  const padded = cascade.padEnd(90_000)
  let finish = (): void => {}
  const first = talk(port, socket => {
    socket.write(head)
    finish = () => socket.write(padded)
  })
  const second = talk(port, socket => socket.write(head + padded))
  expect(statusOf(await second)).toBe(503)
  expect(await second).toMatch(/"code":"overloaded"/)
  expect(await second).toMatch(/retry-after: 5/i)
  const small = await talk(port, socket =>
    socket.write(
      writeHead(
        'POST /cascades',
        json,
        authorization,
        `Content-Length: ${cascade.length}`,
        'Connection: close'
      ) + cascade
    )
  )
  expect(statusOf(small)).toBe(202)
  finish()
  expect(statusOf(await first)).toBe(202)
  expect(statusOf(await talk(port, socket => socket.write(head + padded)))).toBe(202)
})

test('rejects connections of one address above the limit', async () => {
  const { port } = await openKeyed({ connectionsPerAddress: 1 })
  let leave = (): void => {}
  const idle = talk(port, socket => {
    leave = () => socket.end()
    socket.write(writeHead('GET /health/live'))
  })
  await expect
    .poll(async () => {
      const response = await fetch(`http://127.0.0.1:${port}/health/live`, {
        headers: { connection: 'close' }
      })
      return [response.status, response.headers.get('retry-after')]
    })
    .toEqual([429, '5'])
  leave()
  await idle
  await expect
    .poll(
      async () =>
        (await fetch(`http://127.0.0.1:${port}/health/live`, { headers: { connection: 'close' } })).status
    )
    .toBe(200)
})
