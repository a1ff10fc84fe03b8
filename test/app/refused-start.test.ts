import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAndWaitForEnd } from '../harness/start-and-wait.ts'
import { temporaryFolder } from '../harness/temporary.ts'

test('reports every invalid setting and exits with code 2', () => {
  const { status, stderr } = startAndWaitForEnd({
    PORT: 'http',
    GROUNDSWELL_KEEP_EVRYTHING: '1',
    SERVICES: ''
  })
  expect(status).toBe(2)
  expect(stderr).toContain('PORT')
  expect(stderr).toContain('GROUNDSWELL_KEEP_EVRYTHING is not a setting')
})

test('refuses to listen on an address other than this machine without an API key', () => {
  const { status, stderr } = startAndWaitForEnd({ HOST: '0.0.0.0' })
  expect(status).toBe(2)
  expect(stderr).toContain('GROUNDSWELL_API_KEYS')
})

test('reads .env, and reports an unknown service by its name', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '.env'), 'SERVICES=api,workers\n')
  const { status, stderr } = startAndWaitForEnd({}, folder)
  expect(status).toBe(2)
  expect(stderr).toContain('there is no service workers')
})
