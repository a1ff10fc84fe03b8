import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAndWaitForEnd } from '../harness/start-and-wait.ts'
import { temporaryFolder } from '../harness/temporary.ts'

test('wrong settings end the start with every fault', () => {
  const { status, stderr } = startAndWaitForEnd({
    PORT: 'http',
    GROUNDSWELL_KEEP_EVRYTHING: '1',
    SERVICES: ''
  })
  expect(status).toBe(2)
  expect(stderr).toContain('PORT')
  expect(stderr).toContain('GROUNDSWELL_KEEP_EVRYTHING: no such setting')
})

test('another address than this machine is refused without an API key', () => {
  const { status, stderr } = startAndWaitForEnd({ HOST: '0.0.0.0' })
  expect(status).toBe(2)
  expect(stderr).toContain('GROUNDSWELL_API_KEYS')
})

test('an unknown service is named, .env is read', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '.env'), 'SERVICES=api,workers\n')
  const { status, stderr } = startAndWaitForEnd({}, folder)
  expect(status).toBe(2)
  expect(stderr).toContain('there is no service workers')
})
