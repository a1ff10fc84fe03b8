import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { watchDependency } from '../../app/health/watch-dependency.ts'
import { startHealth } from '../../app/start-health.ts'
import { openHealth } from '../harness/open-health.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'

test('answers probes and metrics, and no other path', async () => {
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

test('names HEALTH_PORT if the port is in use', async () => {
  const parts = { host: '127.0.0.1', health: openHealth(), metrics: buildMetrics() }
  const first = await startHealth({ ...parts, port: 0 })
  onTestFinished(first.close)
  await expect(startHealth({ ...parts, port: Number(new URL(first.url).port) })).rejects.toMatchObject({
    code: 'invalid-configuration',
    field: 'HEALTH_PORT'
  })
})

test('answers probes at once while a dependency hangs and the processor is busy', async () => {
  const health = openHealth(['worker'])
  const silent = watchDependency(
    { clock: systemClock, log: buildRecordingLog().log },
    'queue',
    () => never,
    () => {}
  )
  const server = await startHealth({ host: '127.0.0.1', port: 0, health, metrics: buildMetrics() })
  const endless =
    "const { parentPort } = require('node:worker_threads'); parentPort.postMessage(1); for (;;);"
  const threads = Array.from(
    { length: 2 * availableParallelism() },
    () => new Worker(endless, { eval: true })
  )
  onTestFinished(async () => {
    await Promise.all(threads.map(thread => thread.terminate()))
    server.close()
    await silent.close()
  })
  await Promise.all(threads.map(thread => once(thread, 'message')))
  const spin = setInterval(() => {
    for (const until = performance.now() + 50; performance.now() < until; );
  }, 60)
  onTestFinished(() => clearInterval(spin))
  for (let attempt = 0; attempt < 5; attempt++) {
    const response = await fetch(`${server.url}/health/ready`, { signal: AbortSignal.timeout(2_000) })
    expect(response.status).toBe(200)
  }
})

const never = new Promise<null>(() => {})
