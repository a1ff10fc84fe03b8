import { describe, expect, test } from 'vitest'
import { buildHostCheck, buildKeyFinder, buildOriginCheck } from '../../api/http/host-and-origin-checks.ts'
import { type ApiSettings, defaultLimits } from '../../api/settings.ts'
import { readWait } from '../../api/waits.ts'

const settings: ApiSettings = {
  host: '127.0.0.1',
  port: 0,
  keys: [],
  sessionSeconds: 3_600,
  allowedHosts: [],
  allowedOrigins: [],
  trustedProxies: [],
  trustedProxyHeader: 'x-forwarded-for',
  keepServed: 5,
  keepNewest: 5,
  limits: defaultLimits
}

describe('Host', () => {
  test('accepts only the names of this machine, on any port', () => {
    const check = buildHostCheck(settings)
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1:1', '[::1]:8080', 'LOCALHOST:80'])
      check(host)
    for (const host of [
      undefined,
      '',
      'evil.example',
      'localhost.evil.example',
      '10.0.0.1:8080',
      'evil.example:8080'
    ])
      expect(() => check(host), host).toThrow(expect.objectContaining({ code: 'forbidden-host' }))
  })

  test('accepts configured names, and IP addresses if the service listens beyond this machine', () => {
    const check = buildHostCheck({ ...settings, host: '0.0.0.0', allowedHosts: ['Forecasts.example'] })
    for (const host of ['forecasts.example:80', '10.0.0.1:8080', '[fd00::1]']) check(host)
    expect(() => check('evil.example')).toThrow(expect.objectContaining({ code: 'forbidden-host' }))
  })
})

test('rejects pages of other origins', () => {
  const check = buildOriginCheck({ ...settings, allowedOrigins: ['https://page.example'] })
  check(undefined, 'localhost:8080')
  check('http://localhost:8080', 'localhost:8080')
  check('https://page.example', 'localhost:8080')
  for (const origin of [
    'null',
    '',
    'https://evil.example',
    'http://localhost:9090',
    'http://localhost:8080.evil.example'
  ])
    expect(() => check(origin, 'localhost:8080'), origin).toThrow(
      expect.objectContaining({ code: 'forbidden-origin' })
    )
})

test('finds the name of a key, and null for an unknown key', () => {
  const find = buildKeyFinder({
    ...settings,
    keys: [
      { name: 'one', secret: 'first-secret-0123' },
      { name: 'two', secret: 'second-secret-0123' }
    ]
  })
  expect(find('second-secret-0123')).toBe('two')
  expect(find('first-secret-0123')).toBe('one')
  for (const key of ['', 'x', 'first-secret-012', 'first-secret-01234']) expect(find(key), key).toBeNull()
})

test.each([
  [undefined, null],
  ['', null],
  ['respond-async', null],
  ['respond-async, wait=10', 10],
  ['Wait = "7"; x=1', 7],
  ['wait=5; x="a, b", return=minimal', 5],
  ['x="wait=3, \\" wait=4", wait=8', 8],
  ['wait=2, wait=9', 2],
  ['wait=100000', 60],
  ['wait=99999999999999999999', 60],
  ['wait', 60],
  ['wait=', 60],
  ['wait=""', 60],
  ['return=minimal, wait', 60],
  ['wait=0', 0],
  ['wait=0.5', null],
  ['wait=-1', null],
  ['wait=soon', null],
  ['waiting=3', null],
  ['===, wait=4', 4],
  [',,wait=4', 4]
])('reads Prefer: %s as a wait of %s s', (header, seconds) => {
  expect(readWait(header, 60)).toBe(seconds)
})
