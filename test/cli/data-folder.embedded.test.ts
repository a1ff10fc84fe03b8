import { expect, test, vi } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { type Called, call } from './call.ts'

const secret = '0123456789abcdef'

function refused(code: number, stderrText: string | RegExp): Called {
  return { code, out: '', stderrText: expect.stringMatching(stderrText) }
}

test('finds the service by its data folder, requires its key, and reports an unreachable one', async () => {
  const service = await startForTest({ settings: { GROUNDSWELL_API_KEYS: `operator:${secret}` } })
  // The test runner has a MODE of its own.
  vi.stubEnv('MODE', 'embedded')
  vi.stubEnv('GROUNDSWELL_URL', service.url)
  expect(await call('models', 'list')).toEqual(refused(2, 'API key'))
  const running = service.testEnvironment.settings.DATA_DIR!
  vi.stubEnv('GROUNDSWELL_API_KEYS', `operator:${secret}`)
  expect(await call('models', 'list')).toEqual(refused(2, 'API key'))
  expect((await call('models', 'list', '--data-dir', running)).code).toBe(0)
  const nowhere = await call('models', 'list', '--data-dir', temporaryFolder())
  expect(nowhere).toEqual(refused(2, /no service has run on .*--url or GROUNDSWELL_URL/))
  expect(await call('models', 'list', '--url', 'localhost')).toEqual(refused(2, 'must start with http://'))
  vi.stubEnv('GROUNDSWELL_URL', 'nonsense')
  expect(await call('models', 'list')).toEqual(refused(2, 'GROUNDSWELL_URL'))
})
