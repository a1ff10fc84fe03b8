import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { buildClientAddress } from '../../api/http/client-address.ts'
import { settings } from '../../app/settings.ts'
import { openApi } from '../harness/test-api.ts'

const trustedProxies = settings.api.trustedProxies.parse('10.0.0.0/8, 127.0.0.1, 2001:db8:9::/48')

function read(
  remoteAddress: string,
  headers: IncomingHttpHeaders = {},
  header: 'forwarded' | 'x-forwarded-for' = 'x-forwarded-for'
) {
  const addressOf = buildClientAddress({ trustedProxies, trustedProxyHeader: header })
  return addressOf({ socket: { remoteAddress } as Socket, headers })
}

test.each([
  ['a direct client', '203.0.113.7', undefined, '203.0.113.7'],
  ['a direct client that writes the header', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['a client behind a proxy', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['a client that writes the header itself', '10.1.2.3', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
  ['two proxies', '10.1.2.3', '1.1.1.1, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
  ['a client that pretends to be a proxy', '10.1.2.3', '1.1.1.1, 10.0.0.1, 198.51.100.1', '198.51.100.1'],
  ['a proxy that is not trusted', '10.1.2.3', '198.51.100.1, 192.0.2.4', '192.0.2.4'],
  ['only proxies', '10.1.2.3', '10.4.4.4, 10.9.9.9', '10.4.4.4'],
  ['no header', '10.1.2.3', undefined, '10.1.2.3'],
  ['an invalid address', '10.1.2.3', 'unknown', '10.1.2.3'],
  ['an invalid address before a proxy', '10.1.2.3', '1.1.1.1, _hidden, 10.9.9.9', '10.9.9.9'],
  ['a port', '10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
  ['IPv6 with a port', '10.1.2.3', '[2001:db8:1:2:3:4:5:6]:443', '2001:db8:1:2::/64'],
  ['an IPv4-mapped proxy', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['a proxy of an IPv6 network', '2001:db8:9:1::5', '2001:0DB8:0:ff::1', '2001:db8:0:ff::/64'],
  ['IPv6', '2001:db8:1:2:ffff::1', undefined, '2001:db8:1:2::/64'],
  ['this machine', '::1', undefined, '0:0:0:0::/64'],
  ['a zone', 'fe80::1%eth0', undefined, 'fe80:0:0:0::/64']
])('distinguishes callers by address: %s', (_name, remote, forwarded, expected) => {
  expect(read(remote, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded })).toBe(expected)
  // A client may have written the other header.
  expect(read(remote, { forwarded: 'for=6.6.6.6', ...(forwarded && { 'x-forwarded-for': forwarded }) })).toBe(
    expected
  )
})

test.each([
  ['for=198.51.100.1', '198.51.100.1'],
  ['for=1.1.1.1, For="198.51.100.1:80";proto=https;by=10.0.0.1', '198.51.100.1'],
  ['proto=https;for="[2001:db8:1:2::7]:443", for=10.0.0.9', '2001:db8:1:2::/64'],
  ['for=_hidden', '10.1.2.3'],
  ['by=10.0.0.1', '10.1.2.3'],
  ['xfor=6.6.6.6', '10.1.2.3'],
  ['', '10.1.2.3']
])('reads Forwarded if the proxies write that header: %s', (forwarded, expected) => {
  expect(read('10.1.2.3', { forwarded, 'x-forwarded-for': '6.6.6.6' }, 'forwarded')).toBe(expected)
})

test.each(['10.0.0.0/33', '10.0.0', 'proxy.example', '10.0.0.0/', '::/129', '10.0.0.0/8/8', '10.0.0.1/-1'])(
  'rejects %s as a trusted proxy',
  given => {
    expect(() => settings.api.trustedProxies.parse(given)).toThrow(/must list IP addresses or networks/)
  }
)

test('counts wrong keys separately for each caller behind a trusted proxy', async () => {
  const { app } = await openApi({
    settings: { keys: [{ name: 'ops', secret: 'a-secret-of-some-length' }], trustedProxies }
  })
  const tryFrom = async (address: string) => {
    const headers = { authorization: 'Bearer wrong-key', 'x-forwarded-for': `8.8.8.8, ${address}` }
    return (await app.inject({ url: '/models', headers, remoteAddress: '10.0.0.1' })).statusCode
  }
  for (let i = 0; i < 10; i++) expect(await tryFrom('198.51.100.1')).toBe(401)
  expect(await tryFrom('198.51.100.1')).toBe(429)
  expect(await tryFrom('198.51.100.2')).toBe(401)
})
