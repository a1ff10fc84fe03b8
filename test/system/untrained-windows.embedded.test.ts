import { expect, test } from 'vitest'
import { startForTest } from '../harness/start.ts'

test('the log and the readiness name the windows that the first model was not trained for', async () => {
  const service = await startForTest({ settings: { GROUNDSWELL_WINDOWS: '300,1800' } })
  const cause = /^version 1 was not trained for the window 1800 s: /
  await expect
    .poll(async () => (await service.get('/health/ready')).body.checks)
    .toContainEqual(
      expect.objectContaining({
        name: 'windows of cascade-size',
        state: 'degraded',
        reason: expect.stringMatching(cause)
      })
    )
  expect(service.logLines).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      message: 'the live version was not trained for all windows',
      untrained: [1800]
    })
  )
})
