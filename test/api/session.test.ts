import { expect, test } from 'vitest'
import { operations } from '../../api/http/contract.ts'
import { buildSessions } from '../../api/http/sessions.ts'
import { buildWrongKeyLimit } from '../../api/http/wrong-keys.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { startForTest } from '../harness/start.ts'
import { openApi, type TestApi, testApiSettings } from '../harness/test-api.ts'

const secret = 'a-secret-of-some-length'
const keys = [
  { name: 'page', secret },
  { name: 'other', secret: 'another-secret-0123' }
]
const own = { host: 'localhost:8080', origin: 'http://localhost:8080' }

/** Signs in with the key, and returns what a browser sends from then on. */
async function signIn(inject: TestApi['inject'], headers: Record<string, string> = own) {
  const answer = await inject({ method: 'POST', url: '/session', headers, payload: { key: secret } })
  expect(answer.statusCode).toBe(200)
  const setCookie = String(answer.headers['set-cookie'])
  return { setCookie, cookie: setCookie.split(';', 1)[0]!, csrf: answer.json().csrfToken as string }
}

test('a key is sent once; its session cookie does not contain the key and is protected', async () => {
  const { inject, logLines } = await openApi({ settings: { keys } })
  const { setCookie, cookie, csrf } = await signIn(inject)
  expect(setCookie).toMatch(
    /^groundswell-session=[\w.~-]+; Path=\/; Max-Age=3600; HttpOnly; SameSite=Strict$/
  )
  const secure = await signIn(inject, { ...own, origin: 'https://localhost:8080' })
  expect(secure.setCookie).toMatch(/; Secure$/)
  expect(secure.cookie).not.toBe(cookie)

  expect((await inject({ url: '/models', headers: { ...own, cookie } })).statusCode).toBe(200)
  const currentSession = await inject({ url: '/session', headers: { ...own, cookie } })
  expect(currentSession.json()).toMatchObject({ isKeyNeeded: true, keyName: 'page', csrfToken: csrf })
  expect((await inject({ url: '/session', headers: own })).json()).toEqual({
    isKeyNeeded: true,
    keyName: null,
    csrfToken: null,
    expiresAt: null
  })
  const said = JSON.stringify(logLines)
  for (const hidden of [secret, csrf, cookie.split('=')[1]!]) expect(said).not.toContain(hidden)
})

test('a request that changes something with the cookie needs the CSRF token and our own origin', async () => {
  const allowedOrigins = ['https://page.example']
  const { inject } = await openApi({ settings: { keys, allowedOrigins } })
  const { cookie, csrf } = await signIn(inject)
  const other = await signIn(inject)
  const refusals = [
    [{ ...own, cookie }, 'wrong-csrf-token'],
    [{ ...own, cookie, 'x-csrf-token': '' }, 'wrong-csrf-token'],
    [{ ...own, cookie, 'x-csrf-token': other.csrf }, 'wrong-csrf-token'],
    [{ host: own.host, cookie, 'x-csrf-token': csrf }, 'forbidden-origin'],
    [{ ...own, cookie, 'x-csrf-token': csrf, origin: 'https://evil.example' }, 'forbidden-origin'],
    [{ ...own, cookie, 'x-csrf-token': csrf, origin: 'http://localhost:9090' }, 'forbidden-origin'],
    // An allowed origin may call with a key, but not with a session.
    [{ ...own, cookie, 'x-csrf-token': csrf, origin: 'https://page.example' }, 'forbidden-origin']
  ] as const
  const changing = operations.filter(({ method, isOpen }) => method !== 'GET' && !isOpen)
  expect(changing.length).toBeGreaterThan(10)
  for (const { method, path } of changing)
    for (const [headers, code] of refusals) {
      const url = path.replaceAll('{version}', '1').replaceAll(/\{\w+\}/g, 'x')
      expect((await inject({ method, url, headers })).json().code, `${method} ${path}`).toBe(code)
    }
  const payload = { id: 'mine', events: [{ time: 0, magnitude: 1 }] }
  const headers = { ...own, cookie, 'x-csrf-token': csrf }
  const asked = { method: 'POST', url: '/cascades', payload } as const
  expect((await inject({ ...asked, headers })).statusCode).toBe(202)
  const authorization = `Bearer ${secret}`
  expect((await inject({ ...asked, headers: { authorization } })).statusCode).toBe(202)
})

test('signing out deletes the cookie, and without keys there is no session', async () => {
  const { inject } = await openApi({ settings: { keys } })
  const { cookie, csrf } = await signIn(inject)
  const headers = { ...own, cookie, 'x-csrf-token': csrf }
  const ended = await inject({ method: 'DELETE', url: '/session', headers })
  expect(ended.json().keyName).toBeNull()
  expect(ended.headers['set-cookie']).toContain('groundswell-session=; Path=/; Max-Age=0')

  const open = await openApi()
  expect((await open.inject({ url: '/session' })).json().isKeyNeeded).toBe(false)
  const started = await open.inject({ method: 'POST', url: '/session', payload: { key: 'any' } })
  expect([started.statusCode, started.headers['set-cookie']]).toEqual([200, undefined])
})

test('every process with the same keys accepts a session, unless it is expired, forged, or its key was removed', () => {
  const clock = buildSetClock()
  const settings = { ...testApiSettings, keys }
  const { token, csrfToken } = buildSessions(settings, clock).open('page')
  const elsewhere = buildSessions({ ...settings, keys: keys.toReversed() }, clock)
  const headerOf = (value: string) => `theme=dark; groundswell-session=${value}; x=y`
  expect(elsewhere.read(headerOf(token))).toMatchObject({ keyName: 'page', csrfToken })

  const [name, end, nonce, signature] = token.split('~') as [string, string, string, string]
  const forgeries = [
    `other~${end}~${nonce}~${signature}`,
    `${name}~${Number(end) + 1}~${nonce}~${signature}`,
    `${name}~${end}~x~${signature}`,
    `${name}~${end}~${nonce}~${csrfToken}`,
    `${name}~${end}~${nonce}~`,
    `${name}~${end}~${nonce}`,
    `${token}~`,
    `${token}x`,
    ''
  ]
  for (const forged of forgeries) expect(elsewhere.read(headerOf(forged)), forged).toBeNull()
  expect(elsewhere.read(undefined)).toBeNull()

  const without = buildSessions({ ...settings, keys: keys.slice(1) }, clock)
  expect(without.read(headerOf(token))).toBeNull()
  const changed = [{ name: 'page', secret: 'a-secret-that-changed' }]
  expect(buildSessions({ ...settings, keys: changed }, clock).read(headerOf(token))).toBeNull()
  clock.advance(3_599_999)
  expect(elsewhere.read(headerOf(token))).not.toBeNull()
  clock.advance(1)
  expect(elsewhere.read(headerOf(token))).toBeNull()
})

test('limits wrong keys of one address to ten a minute', () => {
  const clock = buildSetClock()
  const countWrongKey = buildWrongKeyLimit(clock)
  for (let i = 0; i < 10; i++) expect(countWrongKey('10.0.0.1').code).toBe('unauthorized')
  expect(countWrongKey('10.0.0.1')).toMatchObject({ code: 'too-many-wrong-keys', retryAfterSeconds: 60 })
  expect(countWrongKey('10.0.0.2').code).toBe('unauthorized')
  clock.advance(60_000)
  expect(countWrongKey('10.0.0.1').code).toBe('unauthorized')
})

test('accepts a correct key even after many wrong ones from its address', async () => {
  const { inject } = await openApi({ settings: { keys } })
  const authorization = 'Bearer some-wrong-key-0123'
  const statuses: number[] = []
  for (let i = 0; i < 6; i++) {
    statuses.push((await inject({ url: '/models', headers: { authorization } })).statusCode)
    const shown = { method: 'POST', url: '/session', payload: { key: 'some-wrong-key-0123' } } as const
    statuses.push((await inject(shown)).statusCode)
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  const refused = await inject({ url: '/models', headers: { authorization } })
  expect(refused.json().code).toBe('too-many-wrong-keys')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50)
  const correct = await inject({ url: '/models', headers: { authorization: `Bearer ${secret}` } })
  expect(correct.statusCode).toBe(200)
  const session = await inject({ method: 'POST', url: '/session', payload: { key: secret } })
  expect(session.statusCode).toBe(200)
})

test('an event stream ends with the session that opened it', async () => {
  const { app } = await openApi({ settings: { keys, sessionSeconds: 3 } })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ key: secret })
  const started = await fetch(`${url}/session`, { method: 'POST', headers, body })
  const cookie = started.headers.get('set-cookie')!.split(';', 1)[0]!
  const feed = await fetch(`${url}/feed`, { headers: { cookie } })
  expect(feed.status).toBe(200)
  expect(await feed.text()).toContain(': groundswell')
  expect((await fetch(`${url}/feed`, { headers: { cookie } })).status).toBe(401)
})

test('opens an event stream with the cookie alone, and logs neither key nor token', async () => {
  const service = await startForTest({
    processes: ['api'],
    settings: { GROUNDSWELL_API_KEYS: `page:${secret}` }
  })
  const origin = new URL(service.url).origin
  expect((await service.request('/feed')).status).toBe(401)
  const started = await service.request('/session', {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ key: secret })
  })
  const cookie = started.headers.get('set-cookie')!.split(';', 1)[0]!
  const feed = await service.request('/feed', { headers: { cookie } })
  expect([feed.status, feed.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  await feed.body!.cancel()
  const said = JSON.stringify(service.logLines) + service.stderrText()
  for (const hidden of [secret, cookie.split('=')[1]!]) expect(said).not.toContain(hidden)
})
