import { expect, test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { hasBrowser, openPage } from './browser.ts'
import { promoteSecond } from './promote-second.ts'

test.skipIf(!hasBrowser)('shows that the connection is lost, and continues after the reconnect', async () => {
  const service = await startForTest()
  const { page } = await openPage(service.url)
  await page.getByText('Connected', { exact: true }).waitFor()
  await service.kill('SIGKILL')
  await page.getByText('Connection lost, trying again').waitFor()
  await page.getByRole('button', { name: /Spent/ }).click()
  await page.getByText('The example could not be loaded: the service does not respond.').waitFor()
  await service.restart()
  await page.getByText('Connected', { exact: true }).waitFor()
  await page.getByRole('button', { name: /Spent/ }).click()
  await page.getByText('Actual: 189. The forecast was').waitFor()
})

test.skipIf(!hasBrowser)(
  'resumes the feed after the reconnect, and shows what happened in between',
  async () => {
    const service = await startForTest()
    const { page } = await openPage(`${service.url}/#/models`)
    const resumed: string[] = []
    page.on('request', request => {
      const last = request.headers()['last-event-id']
      if (request.url().endsWith('/feed') && last !== undefined) resumed.push(last)
    })
    await page.getByRole('heading', { name: 'Version 1 is live' }).waitFor()
    await page.getByText('Connected', { exact: true }).waitFor()
    await service.kill('SIGKILL')
    await page.getByText('Connection lost, trying again').waitFor()
    await page.context().setOffline(true)
    await service.restart()
    await promoteSecond(service)
    const before = (await service.get('/models/history')).body.items.length
    await page.context().setOffline(false)
    await page.getByText('Connected', { exact: true }).waitFor()
    await page.getByRole('heading', { name: 'Version 2 is live' }).waitFor()
    await page.getByText('Version 2 promoted from 1.').waitFor()
    expect(before).toBe(2)
    expect(resumed.length).toBeGreaterThan(0)
  }
)
