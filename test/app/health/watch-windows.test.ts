import { expect, onTestFinished, test } from 'vitest'
import { watchWindows } from '../../../app/health/watch-windows.ts'
import { openHealth } from '../../harness/open-health.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { buildSetClock } from '../../harness/set-clock.ts'
import { openApi, testManifest } from '../../harness/test-api.ts'

async function start(windows: readonly number[], ...trained: readonly (readonly string[])[]) {
  const clock = buildSetClock()
  const health = openHealth(['collector'], clock)
  const { log, lines } = buildRecordingLog()
  const { modelVersions } = (await openApi()).dependencies
  for (const slices of trained) {
    const [metric] = testManifest.metrics
    const metrics = ['all', ...slices].map(slice => ({ ...metric!, slice }))
    await modelVersions.publish('cascade-size', Buffer.from(slices.join()), { ...testManifest, metrics })
  }
  const promote = (version: number) =>
    modelVersions.promote('cascade-size', version, { actor: 'test', reason: 'test' })
  if (trained.length > 0) await promote(1)
  let looks = 0
  const versions = {
    manifest: modelVersions.manifest,
    serving: async (predictor: string) => {
      looks++
      return modelVersions.serving(predictor)
    }
  }
  const watch = watchWindows({ health, clock, log }, versions, 'cascade-size', windows)
  onTestFinished(async () => {
    const closed = watch.close()
    clock.advance(10_000)
    await closed
  })
  const component = () => health.read().components.find(({ name }) => name === 'windows of cascade-size')
  const warned = () => lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields)
  /** Resolves once the watch has looked again from the start to the end. */
  const look = async () => {
    const before = looks
    await expect
      .poll(() => {
        clock.advance(5_000)
        return looks
      })
      .toBeGreaterThan(before + 1)
  }
  return { look, component, warned, promote }
}

test('warns at the start and when a version goes live of windows that it was not trained for', async () => {
  const { look, component, warned, promote } = await start([300, 600, 1800], ['300'], ['300', '600', '1800'])
  await look()
  expect(component()?.state).toBe('degraded')
  expect(component()?.cause).toMatch(/^version 1 was not trained for the windows 600 s, 1800 s: /)
  expect(warned()).toMatchObject([{ version: 1, untrained: [600, 1800] }])
  await promote(2)
  await look()
  expect(component()?.state).toBe('ok')
  expect(warned()).toHaveLength(1)
})

test.each([
  ['a version without metrics of windows', [[]]],
  ['no version', []]
])('does not warn with %s', async (_, trained) => {
  const { look, component, warned } = await start([300], ...trained)
  await look()
  expect(component()?.state).toBe('ok')
  expect(warned()).toEqual([])
})
