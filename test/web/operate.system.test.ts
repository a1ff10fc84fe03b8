import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Forecast } from '../../client/client.ts'
import { type Started, startForTest } from '../harness/start.ts'
import { hasBrowser, openPage } from './browser.ts'
import { promoteSecond } from './promote-second.ts'

test.skipIf(!hasBrowser)('rolls back and promotes with a reason, and shows the history', async () => {
  const service = await startForTest()
  await promoteSecond(service)
  const { page, faults } = await openPage(`${service.url}/#/models`)
  await page.getByRole('heading', { name: 'Version 2 is live' }).waitFor()
  await page.getByRole('button', { name: 'Roll back' }).click()
  await page.getByLabel('Reason').fill('it was no better')
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
  await page.getByRole('heading', { name: 'Version 1 is live' }).waitFor()
  await page.getByText('Rolled back to 1 from 2. it was no better').waitFor()
  expect((await service.get('/models/latest')).body.version).toBe(1)

  await page.getByRole('button', { name: 'Promote version 2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Promote' }).click()
  await page.getByRole('heading', { name: 'Version 2 is live' }).waitFor()
  expect(faults).toEqual([])
})

test.skipIf(!hasBrowser)('disables the rollback if no version was live before, and says why', async () => {
  const service = await startForTest()
  const { page, faults } = await openPage(`${service.url}/#/models`)
  const button = page.getByRole('button', { name: 'Roll back' })
  await page.getByText('No rollback: there is no earlier live version to go back to.').waitFor()
  expect(await button.isDisabled()).toBe(true)
  await promoteSecond(service)
  await page.getByText('Goes back to version 1.').waitFor()
  expect(await button.isDisabled()).toBe(false)
  await button.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
  await page.getByText('No rollback: there is no earlier live version to go back to.').waitFor()
  expect(await button.isDisabled()).toBe(true)
  expect(faults).toEqual([])
})

test.skipIf(!hasBrowser)('shows dead letters with their reasons, and redrives them', async () => {
  // Without a worker, the deadline passes.
  const service = await startForTest({ processes: ['api'] })
  const { page } = await openPage(`${service.url}/#/queue`)
  await page.getByText('No dead letters.').waitFor()
  const deadline = new Date(Date.now() + 300).toISOString()
  const events = [{ time: 0, magnitude: 5 }]
  expect((await service.post('/cascades', { id: 'late', events, deadline })).status).toBe(202)
  await page.getByRole('heading', { name: 'Dead letters (1)' }).waitFor()
  await page.getByRole('button', { name: /^Redrive prd_/ }).click()
  await page.getByText('No dead letters.').waitFor()
  const [prediction] = (await service.get('/predictions?subject=late')).body.items
  expect(prediction?.generation).toBe(2)
})

test.skipIf(!hasBrowser)(
  'shows a replay, its cascades and the page of one cascade in a new installation',
  async () => {
    const service = await startForTest({ settings: { GROUNDSWELL_ALERT_THRESHOLD: '20' } })
    const { page, faults } = await openPage(`${service.url}/#/live`)
    await page.getByText('No open cascades').waitFor()
    await page.getByLabel('Speed').selectOption('1 hour per second')
    await page.getByRole('button', { name: 'Start a replay' }).click()
    await page
      .getByText(/expected at (5|10) min/)
      .first()
      .waitFor()
    const first = page.locator('.hottest a').first()
    await first.waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect.poll(() => page.getByRole('button', { name: 'Stop' }).count()).toBe(0)
    const name = await first.innerText()
    await first.click()
    await page.getByRole('heading', { name }).waitFor()
    await page
      .getByRole('region', { name: 'Forecasts' })
      .getByRole('row', { name: /^5 min .*succeeded/ })
      .waitFor()
    const explained = await findExplained(service)
    await nameSimilar(page, [explained, 'not-stored'])
    await page.goto(`${service.url}/#/cascades/${explained}`)
    await page.getByRole('heading', { name: explained }).waitFor()
    await page.getByRole('heading', { name: 'Reasons of this forecast' }).waitFor()
    const similar = page.getByRole('region', { name: 'Most similar finished cascades' })
    await similar.getByText('not-stored').waitFor()
    await similar.getByRole('link', { name: explained }).waitFor()
    expect(await similar.getByRole('link').count()).toBe(1)
    expect(faults).toEqual([])
  }
)

/** Names the similar cascades of each prediction that the page reads, as a version does that keeps the ids. */
async function nameSimilar(page: Page, ids: readonly string[]): Promise<void> {
  await page.route('**/predictions/prd_*', async route => {
    const response = await route.fetch()
    const prediction = await response.json()
    const { similar } = prediction.result
    const named = similar.map((each: object, i: number) => ({ ...each, id: ids[i] ?? null }))
    await route.fulfill({
      response,
      json: { ...prediction, result: { ...prediction.result, similar: named } }
    })
  })
}

/** Returns the id of a watched cascade whose latest forecast has reasons: outside its range the model gives none. */
async function findExplained(service: Started): Promise<string> {
  const { items } = (await service.get('/cascades?order=updated&limit=100')).body
  for (const { id, forecast } of items) {
    if (forecast === null) continue
    const { result } = (await service.get(`/predictions/${forecast.predictionId}`)).body
    const { reasons, similar = [] } = result as Forecast
    if (reasons && similar.length > 0) return id
  }
  throw new Error('no forecast has reasons')
}

test.skipIf(!hasBrowser)('verifies the live version, and shows the changes of each version', async () => {
  const service = await startForTest()
  await promoteSecond(service)
  const { page, faults } = await openPage(`${service.url}/#/models`)
  await page.getByText('No version has been verified yet.').waitFor()
  await page.getByRole('button', { name: 'Verify now' }).click()
  await page.getByRole('row', { name: /Golden set 2 passed 12 .* answers all 12 golden cases/ }).waitFor()
  await page.getByRole('row', { name: /Newest outcomes 2 undecided/ }).waitFor()
  await page.getByText('Version 2, no parent, live').waitFor()
  await page
    .getByText(/^The gate's verdict is unknown: no training run/)
    .first()
    .waitFor()
  await page.getByText('Version 1, no parent', { exact: true }).click()
  await page.getByText('Replaced by version 2. newer').waitFor()
  expect(faults).toEqual([])
})
