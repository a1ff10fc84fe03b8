import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import type { ReadinessCheck } from '../../app/house.ts'
import { startHealth } from '../../app/start-health.ts'

test('probes and figures are answered, and nothing else', async () => {
  const metrics = buildMetrics()
  metrics.counter('groundswell_tested_total', 'For this test.').add(1)
  const checks: ReadinessCheck[] = [{ name: 'start', check: () => Promise.reject(new Error('not yet')) }]
  const health = await startHealth({ host: '127.0.0.1', port: 0, checks, metrics, clock: systemClock })
  onTestFinished(health.close)
  const get = (path: string) => fetch(`${health.url}${path}`)

  expect(await (await get('/health/live')).json()).toEqual({ status: 'live' })
  const waiting = await get('/health/ready')
  expect(waiting.status).toBe(503)
  expect(await waiting.json()).toEqual({
    status: 'not-ready',
    checks: [{ name: 'start', ok: false, reason: 'not yet' }]
  })
  checks.length = 0
  expect((await get('/health/ready')).status).toBe(200)
  expect(await (await get('/metrics')).text()).toContain('groundswell_tested_total 1')
  expect((await get('/predictions')).status).toBe(404)
})

test('a port in use is told by its name', async () => {
  const parts = { host: '127.0.0.1', checks: [], metrics: buildMetrics(), clock: systemClock }
  const first = await startHealth({ ...parts, port: 0 })
  onTestFinished(first.close)
  await expect(startHealth({ ...parts, port: Number(new URL(first.url).port) })).rejects.toMatchObject({
    code: 'invalid-configuration',
    field: 'HEALTH_PORT'
  })
})
