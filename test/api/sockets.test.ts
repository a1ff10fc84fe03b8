import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { listen, talk, writeHead } from '../harness/raw-http.ts'

const body = JSON.stringify({ events: [{ time: 0, magnitude: 1 }] })
const head = (...lines: string[]) => writeHead('POST /cascades', ...lines)
const drain = { bytes: 1_000_000, unauthenticatedBytes: 1_000, seconds: 1, silentSeconds: 0.05 }
const json = 'Content-Type: application/json'

test('answers a request whose connection was half closed after it', async () => {
  const { port } = await listen()
  const text = await talk(port, socket => socket.end(head(json, `Content-Length: ${body.length}`) + body))
  expect(text).toContain('202 Accepted')
})

test('a connection that is half closed within the body, or dropped, affects no other', async () => {
  const { port, isAlive, stores, logLines } = await listen()
  await talk(port, socket => socket.end(head(json, 'Content-Length: 1000') + body)).catch(() => '')
  await new Promise<void>(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head(json, 'Content-Length: 1000') + body, () => socket.resetAndDestroy())
    })
    socket.on('close', () => resolve())
  })
  expect(await isAlive()).toBe(true)
  expect((await stores.predictions.figures()).queued).toBe(0)
  expect(logLines.filter(({ level }) => level !== 'debug')).toEqual([])
})

test('answers invalid HTTP and headers that are too large with a problem', async () => {
  const { port, isAlive } = await listen({ limits: { headerBytes: 4096 } })
  const garbage = await talk(port, socket => socket.write('\u0000\u0001 nonsense\r\n\r\n'))
  expect(garbage).toMatch(/^HTTP\/1.1 400 /)
  expect(garbage).toContain('"code":"invalid-body"')
  const large = await talk(port, socket => socket.write(head(`X-Large: ${'x'.repeat(8000)}`)))
  expect(large).toMatch(/^HTTP\/1.1 431 /)
  expect(large).toContain('"code":"headers-too-large"')
  const many = await talk(port, socket =>
    socket.write(head(...Array.from({ length: 3000 }, (_, i) => `X-${i}: 1`)))
  )
  expect(many).toMatch(/^HTTP\/1.1 (431|400) /)
  const twoLengths = await talk(port, socket =>
    socket.write(head(json, 'Content-Length: 5', 'Content-Length: 6'))
  )
  expect(twoLengths).toMatch(/^HTTP\/1.1 400 /)
  const smuggled = await talk(port, socket =>
    socket.write(head(json, 'Content-Length: 5', 'Transfer-Encoding: chunked'))
  )
  expect(smuggled).toMatch(/^HTTP\/1.1 400 /)
  const noHost = await talk(port, socket => socket.write('GET /models HTTP/1.1\r\n\r\n'))
  expect(noHost).toMatch(/^HTTP\/1.1 400 /)
  expect(await isAlive()).toBe(true)
})

test('ends a request that does not arrive in time', async () => {
  const { port, isAlive } = await listen({ limits: { requestSeconds: 1 } })
  const text = await talk(port, socket => socket.write(head(json, 'Content-Length: 1000')))
  expect(text).toMatch(/^HTTP\/1.1 408 /)
  expect(text).toContain('"code":"request-timeout"')
  expect(await isAlive()).toBe(true)
})

test('rejects a body that is too large before reading it, with or without Content-Length', async () => {
  const { port, isAlive } = await listen({ limits: { bodyBytes: 10_000, drain } })
  const declared = await talk(port, socket => socket.write(head(json, 'Content-Length: 99000000')))
  expect(declared).toMatch(/^HTTP\/1.1 413 /)
  const chunk = `${(5000).toString(16)}\r\n${' '.repeat(5000)}\r\n`
  const undeclared = await talk(port, socket => {
    socket.write(head(json, 'Transfer-Encoding: chunked'))
    for (let i = 0; i < 10; i++) socket.write(chunk)
  })
  expect(undeclared).toMatch(/^HTTP\/1.1 413 /)
  expect(await isAlive()).toBe(true)
})

test('answers pipelined requests in order', async () => {
  const { port } = await listen()
  const request = (path: string, last = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${last}\r\n`
  const text = await talk(port, socket =>
    socket.write(
      request('/health/live') + request('/predictions/x') + request('/health/live', 'Connection: close\r\n')
    )
  )
  expect([...text.matchAll(/HTTP\/1.1 (\d+)/g)].map(match => match[1])).toEqual(['200', '404', '200'])
})

test('answers a batch while it is being sent', async () => {
  const { port } = await listen()
  const lines: string[] = []
  const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
  const text = await talk(port, socket => {
    socket.write(
      `POST /cascades/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(`${body}\n`)}`
    )
    socket.on('data', data => {
      for (const [line] of String(data).matchAll(/\{"line".*/g)) {
        lines.push(line)
        socket.write(lines.length < 5 ? chunk(`${body}\n`) : '0\r\n\r\n')
      }
    })
  })
  expect(lines.map(line => JSON.parse(line).line)).toEqual([1, 2, 3, 4, 5])
  expect(text).toContain('200 OK')
})
