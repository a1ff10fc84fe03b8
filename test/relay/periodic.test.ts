import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { startPeriodic } from '../../relay/periodic.ts'
import { openHealth } from '../harness/open-health.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'

test('retries rare work within seconds instead of reporting it as failed until its next run', async () => {
  const health = openHealth()
  const delays: number[] = []
  const clock = {
    ...systemClock,
    sleep: (milliseconds: number, signal?: AbortSignal) => {
      delays.push(milliseconds)
      return systemClock.sleep(delays.length > 20 ? milliseconds : 1, signal)
    }
  }
  let failures = 10
  const sweeper = startPeriodic({
    name: 'sweeper',
    clock,
    log: buildRecordingLog().log,
    health,
    everyMilliseconds: 600_000,
    async run() {
      if (failures-- > 0) throw new Error('the database is away')
      return 'done'
    }
  })
  onTestFinished(sweeper.close)
  await expect.poll(() => failures).toBeLessThan(0)
  expect(Math.max(...delays.slice(0, 10))).toBeLessThanOrEqual(5_000)
  expect(health.read().status).toBe('ready')
})

test('runs once for several wakes that follow a run closely', async () => {
  const gathering: number[] = []
  let waiting = Promise.withResolvers<void>()
  const clock = {
    ...systemClock,
    monotonic: () => 1_000,
    sleep: async (milliseconds: number, signal?: AbortSignal) => {
      if (milliseconds === 600_000) return systemClock.sleep(milliseconds, signal)
      gathering.push(milliseconds)
      await waiting.promise
    }
  }
  let runs = 0
  const relay = startPeriodic({
    name: 'relay',
    clock,
    log: buildRecordingLog().log,
    everyMilliseconds: 600_000,
    minIntervalMs: 40,
    run: async () => {
      runs++
      return 'done'
    }
  })
  onTestFinished(async () => {
    waiting.resolve()
    await relay.close()
  })
  await expect.poll(() => runs).toBe(1)
  relay.wake()
  await expect.poll(() => gathering).toEqual([40])
  relay.wake()
  expect(runs).toBe(1)
  waiting.resolve()
  waiting = Promise.withResolvers()
  await expect.poll(() => runs).toBe(2)
  expect(gathering).toEqual([40])
})

test('logs a failure once and the recovery once', async () => {
  const { log, lines } = buildRecordingLog()
  let turns = 0
  const work = startPeriodic({
    name: 'sweeper',
    clock: { ...systemClock, sleep: (_, signal) => systemClock.sleep(1, signal) },
    log,
    everyMilliseconds: 600_000,
    async run() {
      turns++
      if (turns === 3 || turns === 4) throw new Error('the database is away')
      return 'done'
    }
  })
  await expect.poll(() => turns).toBeGreaterThan(8)
  await work.close()
  expect(lines.map(({ message }) => message)).toEqual([
    'periodic work failed; will retry',
    'periodic work succeeded again'
  ])
})
