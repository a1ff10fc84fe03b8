import { expect, test } from 'vitest'
import { buildOpenLimit } from '../../api/http/open-limit.ts'
import { listen } from '../harness/raw-http.ts'

const tooMany = expect.objectContaining({ code: 'too-many-requests', retryAfterSeconds: 5 })

test('limits what is open in total, with one key and from one address', () => {
  const open = buildOpenLimit('feeds', { total: 5, perKey: 3, perAddress: 2 })
  const first = open({ keyName: 'ops', address: '10.0.0.1' })
  open({ keyName: 'ops', address: '10.0.0.1' })
  expect(() => open({ keyName: 'page', address: '10.0.0.1' })).toThrow(tooMany)
  open({ keyName: 'ops', address: '10.0.0.2' })
  expect(() => open({ keyName: 'ops', address: '10.0.0.3' })).toThrow(tooMany)
  open({ keyName: 'page', address: '10.0.0.3' })
  open({ keyName: null, address: '10.0.0.4' })
  expect(() => open({ keyName: null, address: '10.0.0.5' })).toThrow(tooMany)
  first()
  first()
  open({ keyName: null, address: '10.0.0.1' })
  expect(() => open({ keyName: null, address: '10.0.0.5' })).toThrow(tooMany)
})

const trustedProxies = [{ address: '127.0.0.1', prefix: 32 }]
const from = (address: string) => ({ 'x-forwarded-for': address })

test('leaves room for readers of other addresses beside idle readers of one', async () => {
  const { port } = await listen({
    settings: { trustedProxies },
    limits: { feeds: { total: 10, perKey: 5, perAddress: 3 } }
  })
  const url = `http://127.0.0.1:${port}/feed`
  const feeds = await Promise.all(
    Array.from({ length: 6 }, () => fetch(url, { headers: from('198.51.100.1') }))
  )
  expect(feeds.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 429, 429, 429])
  const refused = feeds.find(({ status }) => status === 429)
  expect(refused?.headers.get('retry-after')).toBe('5')
  const other = await fetch(url, { headers: from('198.51.100.2') })
  expect(other.status).toBe(200)
  for (const { body } of [...feeds, other]) await body?.cancel()
  await expect
    .poll(async () => (await fetch(url, { method: 'HEAD', headers: from('198.51.100.1') })).status, {
      timeout: 10_000
    })
    .toBe(200)
})

test('limits the waiting requests of one address, and rejects them before it stores anything', async () => {
  const { port, stores } = await listen({
    settings: { trustedProxies },
    limits: { waits: { total: 10, perKey: 5, perAddress: 1 } }
  })
  const url = `http://127.0.0.1:${port}/cascades`
  const body = JSON.stringify({ events: [{ time: 0, magnitude: 1 }] })
  const submit = (address: string, prefer: string) =>
    fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', prefer, ...from(address) }
    })
  const waiting = submit('198.51.100.1', 'wait=2')
  await expect.poll(async () => (await stores.predictions.figures()).queued).toBe(1)
  const refused = await submit('198.51.100.1', 'wait=5')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
  expect((await stores.predictions.figures()).queued).toBe(1)
  expect((await submit('198.51.100.1', 'wait=0')).status).toBe(202)
  expect((await submit('198.51.100.2', 'wait=1')).status).toBe(202)
  expect((await waiting).status).toBe(202)
  expect((await submit('198.51.100.1', 'wait=1')).status).toBe(202)
})
