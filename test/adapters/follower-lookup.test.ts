import { expect, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildFollowerLookup } from '../../adapters/live/follower-lookup.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { startJetstreamServer } from '../harness/jetstream-server.ts'

test('looks followers up once, in batches, at a limited rate, with exponential backoff', async () => {
  let refusals = 2
  const at: number[] = []
  const { requestedDids, url, log } = await startJetstreamServer(
    () => {},
    (_, response) => {
      at.push(performance.now())
      if (refusals-- <= 0) return false
      response.writeHead(429, { 'retry-after': '0' }).end()
      return true
    }
  )
  const metrics = buildMetrics()
  const options = { url, requestsPerSecond: 20, clock: systemClock, log, metrics, random: () => 1 }
  const lookup = buildFollowerLookup(options)
  const dids = Array.from({ length: 60 }, (_, index) => `did:plc:a${index}`)
  const { signal } = new AbortController()
  const found = await lookup.find([...dids, ...dids, 'did:plc:gone'], signal)
  expect(found.size).toBe(60)
  expect(found.get('did:plc:a42')).toBe(42)
  expect(requestedDids.map(({ length }) => length)).toEqual([25, 25, 25, 25, 11])
  for (let index = 1; index < at.length; index++) expect(at[index]! - at[index - 1]!).toBeGreaterThan(40)
  // Exponential backoff after each answer 429.
  expect(at[1]! - at[0]!).toBeGreaterThan(490)
  expect(at[2]! - at[1]!).toBeGreaterThan(990)
  await lookup.find([...dids, 'did:plc:gone'], signal)
  expect(requestedDids).toHaveLength(5)
})

test('isolates a rejected account from its batch and does not request it again', async () => {
  const { requestedDids, url, log } = await startJetstreamServer(
    () => {},
    (dids, response) => {
      if (!dids.includes('did:plc:bad7')) return false
      response.writeHead(400).end()
      return true
    }
  )
  const metrics = buildMetrics()
  const lookup = buildFollowerLookup({ url, requestsPerSecond: 1_000, clock: systemClock, log, metrics })
  const dids = Array.from({ length: 24 }, (_, index) => `did:plc:a${index}`)
  const { signal } = new AbortController()
  const wanted = [...dids, 'did:plc:bad7', 'did:plc:', 'not a did', 'did:web:a%zz']
  expect((await lookup.find(wanted, signal)).size).toBe(24)
  const { length } = requestedDids
  expect(requestedDids.flat()).not.toContain('not a did')
  expect((await lookup.find(wanted, signal)).size).toBe(24)
  expect(requestedDids).toHaveLength(length)
  const { body } = await metrics.render()
  expect(body).toContain('groundswell_live_accounts_refused_total{reason="refused"} 1')
})
