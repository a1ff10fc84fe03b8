import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { buildWebhookSender } from '../../adapters/webhooks/http.ts'
import { signWebhook } from '../../adapters/webhooks/sign.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const never = new AbortController().signal

async function listen(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    answer(request, response, body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

const build = (changes: { allowPrivate?: boolean; resolve?: LookupFunction; timeoutSeconds?: number } = {}) =>
  buildWebhookSender({ secret, allowPrivate: true, ...changes }, buildSetClock())

test('signs the example of the Standard Webhooks specification with the expected signature', () => {
  // The test vector of the reference libraries: https://github.com/standard-webhooks/standard-webhooks
  const signature = signWebhook(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1614265330,
    '{"test": 2432232314}'
  )
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('sends the id, the time and a signature of the sent bytes', async () => {
  const seen: { headers: IncomingMessage['headers']; body: string }[] = []
  const url = await listen((request, response, body) => {
    seen.push({ headers: request.headers, body })
    response.writeHead(204).end()
  })
  const payload = '{"type":"prediction.succeeded","data":"größer"}'
  expect(await build().send({ id: 'msg_1', url, payload }, never)).toEqual({ ok: true })
  const { headers, body } = seen[0]!
  expect(body).toBe(payload)
  expect(headers['webhook-id']).toBe('msg_1')
  const signed = `msg_1.${headers['webhook-timestamp']}.${body}`
  const digest = createHmac('sha256', Buffer.alloc(32, 7)).update(signed).digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${digest}`)
})

test('distinguishes errors, redirects and final refusals', async () => {
  const url = await listen((request, response) => {
    const status = Number(request.url!.split('?')[1])
    response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('x')
  })
  const send = (status: number) => build().send({ id: 'm', url: `${url}?${status}`, payload: '{}' }, never)
  expect(await send(500)).toEqual({
    ok: false,
    reason: 'it answered 500',
    isFinal: false,
    retryAfterMs: null
  })
  expect(await send(302)).toMatchObject({
    ok: false,
    isFinal: false,
    reason: expect.stringContaining('redirects')
  })
  expect(await send(410)).toMatchObject({ ok: false, isFinal: true })
  expect(await send(413)).toMatchObject({ ok: false, isFinal: true })
  expect(await send(400)).toMatchObject({ ok: false, isFinal: false })
})

test('reads both forms of Retry-After and ignores an invalid one', async () => {
  const url = await listen((request, response) => {
    response.writeHead(503, { 'retry-after': decodeURIComponent(request.url!.split('?')[1]!) }).end()
  })
  const clock = buildSetClock(Date.parse('2026-11-21T12:00:00Z'))
  const ask = async (header: string) => {
    const sender = buildWebhookSender({ secret, allowPrivate: true }, clock)
    return sender.send({ id: 'm', url: `${url}?${encodeURIComponent(header)}`, payload: '{}' }, never)
  }
  expect(await ask('20')).toMatchObject({ retryAfterMs: 20_000 })
  expect(await ask('Sat, 21 Nov 2026 12:00:30 GMT')).toMatchObject({ retryAfterMs: 30_000 })
  expect(await ask('in a while')).toMatchObject({ retryAfterMs: null })
})

test('ends a call with an endless answer or without an answer', async () => {
  const endless = await listen((_, response) => {
    response.writeHead(200)
    const pour = () => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', pour)
    }
    pour()
  })
  expect(await build().send({ id: 'm', url: endless, payload: '{}' }, never)).toEqual({ ok: true })
  const silent = await listen(() => {})
  const answer = await build({ timeoutSeconds: 0.05 }).send({ id: 'm', url: silent, payload: '{}' }, never)
  expect(answer).toEqual({ ok: false, reason: 'no answer within 0.05 s', isFinal: false, retryAfterMs: null })
})

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://10.1.2.3/',
  'http://169.254.169.254/latest/meta-data',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://localhost/',
  'http://a.localhost./',
  'http://user:secret@example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'not a url'
])('rejects %s before it sends anything', async url => {
  const sender = build({ allowPrivate: false })
  expect(sender.refuse(url)).not.toBeNull()
  expect(await sender.send({ id: 'm', url, payload: '{}' }, never)).toMatchObject({
    ok: false,
    isFinal: true
  })
})

test('accepts public addresses and names', () => {
  const sender = build({ allowPrivate: false })
  expect(sender.refuse('https://example.com/hook')).toBeNull()
  expect(sender.refuse('http://93.184.216.34:8080/')).toBeNull()
})

test('rejects a public name that resolves to a private address', async () => {
  let calls = 0
  const url = await listen((_, response) => {
    calls++
    response.end()
  })
  const resolve: LookupFunction = (_hostname, _options, callback) =>
    callback(null, [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 }
    ])
  const publicUrl = `http://rebound.example:${new URL(url).port}/`
  const sender = build({ allowPrivate: false, resolve })
  expect(sender.refuse(publicUrl)).toBeNull()
  expect(await sender.send({ id: 'm', url: publicUrl, payload: '{}' }, never)).toMatchObject({
    ok: false,
    isFinal: true
  })
  expect(calls).toBe(0)
})

test('checks the address of each connection, not only the first', async () => {
  let calls = 0
  const url = await listen((_, response) => {
    calls++
    response.end()
  })
  const answers = ['::ffff:169.254.169.254', '100.64.0.1', 'fe80::1', '64:ff9b::7f00:1', '127.0.0.1']
  const sender = build({
    allowPrivate: false,
    resolve: (_hostname, _options, callback) => callback(null, answers.shift() ?? '', 4)
  })
  for (const address of [...answers]) {
    const sent = sender.send(
      { id: 'm', url: `http://rebound.example:${new URL(url).port}/`, payload: '{}' },
      never
    )
    expect(await sent, address).toMatchObject({
      ok: false,
      isFinal: true,
      reason: expect.stringContaining('public internet')
    })
  }
  expect(calls).toBe(0)
})

test('rejects a secret that is too short', () => {
  expect(() =>
    buildWebhookSender({ secret: 'whsec_c2hvcnQ=', allowPrivate: false }, buildSetClock())
  ).toThrow(RangeError)
})
