import { expect, onTestFinished, test } from 'vitest'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { startHealth } from '../../app/start-health.ts'
import { openHealth } from '../harness/open-health.ts'

test('probes and figures are answered, and nothing else', async () => {
  const metrics = buildMetrics()
  metrics.counter('groundswell_tested_total', 'For this test.').add(1)
  const health = openHealth(['worker'])
  const start = health.component({ name: 'process', role: 'every', remedy: 'wait' })
  start.reportProblem({ state: 'failed', cause: 'not yet' })
  const server = await startHealth({ host: '127.0.0.1', port: 0, health, metrics })
  onTestFinished(server.close)
  const get = (path: string) => fetch(`${server.url}${path}`)

  expect(await (await get('/health/live')).json()).toEqual({ status: 'live' })
  const waiting = await get('/health/ready')
  expect(waiting.status).toBe(503)
  expect(await waiting.json()).toMatchObject({
    status: 'not-ready',
    checks: [{ name: 'process', ok: false, reason: 'not yet', remedy: 'wait' }]
  })
  start.clearProblem()
  expect((await get('/health/ready')).status).toBe(200)
  expect(await (await get('/metrics')).text()).toContain('groundswell_tested_total 1')
  expect((await get('/predictions')).status).toBe(404)
})

test('a port in use is told by its name', async () => {
  const parts = { host: '127.0.0.1', health: openHealth(), metrics: buildMetrics() }
  const first = await startHealth({ ...parts, port: 0 })
  onTestFinished(first.close)
  await expect(startHealth({ ...parts, port: Number(new URL(first.url).port) })).rejects.toMatchObject({
    code: 'invalid-configuration',
    field: 'HEALTH_PORT'
  })
})
