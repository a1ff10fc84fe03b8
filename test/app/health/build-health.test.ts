import { expect, test } from 'vitest'
import { buildMetrics } from '../../../adapters/metrics/prometheus.ts'
import { buildHealth } from '../../../app/health/build-health.ts'
import { openHealth } from '../../harness/open-health.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { buildSetClock } from '../../harness/set-clock.ts'

const options = { name: 'relay of jobs', role: 'background', remedy: 'restart it', stallSeconds: 30 } as const

test('reports a component with waiting work and no progress for 30 s as stalled, but not an idle one', () => {
  const clock = buildSetClock()
  const health = openHealth(['api'], clock)
  const component = health.component(options)
  clock.advance(1_000_000)
  expect(health.read()).toMatchObject({
    status: 'ready',
    components: [{ state: 'ok', lastProgressAt: null }]
  })

  component.noteWork()
  clock.advance(30_000)
  component.noteProgress()
  clock.advance(30_000)
  expect(health.read().status).toBe('ready')
  clock.advance(1)
  expect(health.read()).toMatchObject({
    status: 'degraded',
    components: [
      { state: 'failed', cause: 'work is waiting, and there was no progress for 30 s', remedy: 'restart it' }
    ]
  })
  component.noteWork()
  expect(health.read().status).toBe('degraded')
  component.noteProgress()
  expect(health.read().components[0]).toMatchObject({
    state: 'ok',
    since: clock.now(),
    lastProgressAt: clock.now()
  })
  component.noteIdle()
  clock.advance(1_000_000)
  expect(health.read().status).toBe('ready')
})

test('keeps a problem until it is cleared, and its start time while its cause changes', () => {
  const clock = buildSetClock()
  const health = openHealth(['api'], clock)
  const component = health.component(options)
  component.reportProblem({ state: 'failed', cause: 'refused', remedy: 'open the port' })
  const since = clock.now()
  clock.advance(5_000)
  component.reportProblem({ state: 'failed', cause: 'timed out' })
  expect(health.read().components[0]).toMatchObject({ cause: 'timed out', remedy: 'restart it', since })
  component.clearProblem()
  expect(health.read().components[0]).toMatchObject({ state: 'ok', cause: null, since: clock.now() })
  component.remove()
  expect(health.read().components).toEqual([])
})

test('does not count time in which the whole process was paused as a stall', async () => {
  const clock = buildSetClock()
  const health = openHealth(['api'], clock)
  const stop = health.watch()
  health.component(options).noteWork()
  clock.advance(3_600_000)
  await Promise.resolve()
  await Promise.resolve()
  expect(health.read().status).toBe('ready')
  stop()
})

test('logs each change of a state once and shows it in the metrics', async () => {
  const { log, lines } = buildRecordingLog()
  const metrics = buildMetrics()
  const clock = buildSetClock()
  const health = buildHealth({ clock, log, metrics, services: ['api'] })
  const component = health.component(options)
  component.reportProblem({ state: 'degraded', cause: 'one destination is away' })
  component.reportProblem({ state: 'degraded', cause: 'two destinations are away' })
  const stop = health.watch()
  clock.advance(1_000)
  await Promise.resolve()
  await Promise.resolve()
  stop()
  const { body } = await metrics.render()
  expect(body).toContain('groundswell_component_state{component="relay of jobs"} 1')
  expect(body).toContain('groundswell_readiness 1')
  component.clearProblem()
  expect(lines.map(({ message }) => message)).toEqual(['component does not work', 'component works again'])
  expect((await metrics.render()).body).toContain('groundswell_component_state{component="relay of jobs"} 0')
})
