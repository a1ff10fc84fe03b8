import { expect, test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { hasBrowser, openPage } from './browser.ts'

const events = [
  [0, 5400],
  [12, 310],
  [31, 1200],
  [47, 88],
  [80, 460],
  [150, 2100]
]

test.skipIf(!hasBrowser)(
  'forecasts and explains a cascade that is pasted as CSV, dropped as JSON, chosen as a file or picked',
  async () => {
    const service = await startForTest()
    const { page, faults } = await openPage(service.url)
    const field = page.getByLabel('Or your own')
    const forecast = page.getByRole('button', { name: 'Forecast', exact: true })

    await field.fill(`time,followers\n${events.map(pair => pair.join()).join('\n')}`)
    await page.getByText('6 events in 2.5 min.').waitFor()
    await forecast.click()
    await page.getByText('In the first 2.5 min 6 events were seen').waitFor()
    await page.getByRole('list', { name: 'State: Succeeded' }).waitFor()
    await page
      .getByRole('img', { name: /^6 events in 2\.5 min, (?:growing|over)\. Expected final size: / })
      .waitFor()

    const body = {
      window: 100,
      events: events.map(([time, magnitude]) => ({ time, magnitude }))
    }
    const dropped = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([${JSON.stringify(JSON.stringify(body))}], 'cascade.json'))
      return transfer
    })()`)
    await page.getByRole('form', { name: 'Cascade' }).dispatchEvent('drop', { dataTransfer: dropped })
    await forecast.click()
    await page.getByText('In the first 1.7 min 5 events were seen').waitFor()

    await page.getByLabel('Choose a file').setInputFiles({
      name: 'cascade.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(events.map(pair => pair.join()).join('\n'))
    })
    await page.getByLabel('Forecast from').selectOption('the first 5 min')
    await forecast.click()
    await page.getByText('In the first 5 min 6 events were seen').waitFor()

    await page.getByRole('button', { name: /Unusual/ }).click()
    await page.getByText(/^Actual: 904\. The forecast was/).waitFor()
    await page.getByRole('heading', { name: 'Reasons of this forecast' }).waitFor()
    await page.getByText(/^Trained on [\d,]+ .*cascades.* with \d+ to [\d,]+ events in the end/).waitFor()
    expect(await service.get('/predictions')).toMatchObject({ body: { items: { length: 4 } } })
    expect(faults).toEqual([])
  }
)

test.skipIf(!hasBrowser)('shows a refusal of the service beside the form', async () => {
  const service = await startForTest({ settings: { GROUNDSWELL_MAX_EVENTS: '3' } })
  const { page } = await openPage(service.url)
  await page.getByLabel('Or your own').fill(events.map(pair => pair.join()).join('\n'))
  await page.getByRole('button', { name: 'Forecast', exact: true }).click()
  await page
    .getByRole('alert')
    .filter({ hasText: /events/ })
    .waitFor()
})
