import { expect, test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { makeEnvironment } from '../harness/test-environment.ts'
import { damageArtefact, publishTwoVersions } from '../harness/two-versions.ts'
import { hasBrowser, openPage } from './browser.ts'

test.skipIf(!hasBrowser)('names the problem, its process and the remedy on the page', async () => {
  const testEnvironment = await makeEnvironment('embedded')
  await publishTwoVersions(testEnvironment)
  await damageArtefact(testEnvironment, 1)
  const service = await startForTest({ testEnvironment })
  const { page } = await openPage(`${service.url}/#/queue`)
  await page.getByRole('heading', { name: 'The service is degraded' }).waitFor()
  const banner = await page.getByRole('status').filter({ hasText: 'degraded' }).innerText()
  expect(banner).toMatch(/worker model \(api.*\): cascade-size uses no version instead of version 1: .+/)
  expect(banner).toContain('Roll back to a version that loads')
})
