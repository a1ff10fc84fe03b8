import { expect, test } from 'vitest'
import type { Forecast } from '../../client/client.ts'
import { startForTest } from '../harness/start.ts'
import { hasBrowser, openPage } from './browser.ts'

/** A forecast that succeeded with a model. */
type Whole = { readonly [Name in keyof Forecast]-?: NonNullable<Forecast[Name]> }

test.skipIf(!hasBrowser)('shows a forecast, its chart and its reasons after one click', async () => {
  const service = await startForTest()
  const { page, faults } = await openPage(service.url)
  expect(await page.title()).toBe('Try it · Groundswell')
  await page.getByText('Connected', { exact: true }).waitFor()

  await page.getByRole('button', { name: /Growing/ }).click()
  await page
    .getByRole('img', { name: /270 events in 10 min, growing\. Expected final size: .*Actual: 881\./ })
    .waitFor()
  const [prediction] = (await service.get('/predictions')).body.items
  const { median, interval, reasons, similar } = prediction!.result as Whole
  const shown = await page.locator('.figures').innerText()
  for (const size of [median, interval.low, interval.high])
    expect(shown).toContain(Math.round(size).toLocaleString('en'))
  await page.getByText('Actual: 881. The forecast was').waitFor()
  await page.getByText('trained on simulated cascades only').waitFor()
  const explained = await page.locator('.reasons').allInnerTexts()
  for (const { title } of reasons.groups) expect(explained[0]).toContain(title)
  expect(explained[0]).toContain(`The product is the median, ${median.toLocaleString('en')}.`)
  expect(await page.locator('.reasons li svg rect').count()).toBe(reasons.groups.length)
  for (const { id, finalSize } of similar) {
    expect(explained[1]).toContain(`${id ?? 'Id not stored'} (simulated)`)
    expect(explained[1]).toContain(finalSize.toLocaleString('en'))
  }

  await page.getByLabel('Or your own').fill('time,followers\n0,5400\n12,310\n31,x')
  await page.getByRole('button', { name: 'Forecast', exact: true }).click()
  await page.getByText('line 4: column "followers": "x" is not a number').waitFor()
  await page.getByLabel('Or your own').fill('[[0,5400],[12,310],[31,1200],[47,88],[80,460],[150,2100]]')
  await page.getByLabel('Forecast from').selectOption('')
  await page.getByRole('button', { name: 'Forecast', exact: true }).click()
  await page.getByText('In the first 2.5 min 6 events were seen').waitFor()
  expect(faults).toEqual([])
})

test.skipIf(!hasBrowser)(
  'forecasts a cascade without followers, and says that they are unknown',
  async () => {
    const service = await startForTest()
    const { page, faults } = await openPage(service.url)
    await page.getByLabel('Or your own').fill('time\n0\n12\n31\n47\n80\n150')
    await page.getByText('6 events in 2.5 min, followers unknown.').waitFor()
    await page.getByText('Followers unknown: there is no column of followers.').waitFor()
    await page.getByRole('cell', { name: 'unknown' }).first().waitFor()
    await page.getByLabel('Forecast from').selectOption('')
    await page.getByRole('button', { name: 'Forecast', exact: true }).click()
    await page.getByText('In the first 2.5 min 6 events were seen').waitFor()
    await page.locator('.chart circle.unknown').first().waitFor()
    const [prediction] = (await service.get('/predictions')).body.items
    const input = (await service.get(`/predictions/${prediction!.id}/input`)).body
    expect(input).toHaveProperty('events.1', { time: 12 })
    expect(faults).toEqual([])
  }
)

test.skipIf(!hasBrowser)('submits a cascade although the window changes while it is being read', async () => {
  const service = await startForTest()
  const { page, faults } = await openPage(service.url)
  await page.getByLabel('Or your own').fill('0,50\n10,20\n30,70\n')
  await page.evaluate(`document.querySelector('form').requestSubmit()
    document.querySelector('#window').dispatchEvent(new Event('change'))`)
  await page.getByText('In the first 1 min 3 events were seen').waitFor()
  expect(faults).toEqual([])
})

test.skipIf(!hasBrowser)('keeps the keyboard focus when a part of the page is drawn again', async () => {
  const service = await startForTest()
  const { page } = await openPage(service.url)
  const label = () => page.evaluate('document.activeElement.ariaLabel')
  await page.getByLabel('Or your own').fill('0,50\n10,20\n30,70\n')
  await page.getByRole('region', { name: 'First events' }).focus()
  await page.evaluate(`document.querySelector('#cascade').value = '0,50\\n10,20\\n77,70\\n'
    document.querySelector('#cascade').dispatchEvent(new Event('input'))`)
  await page.getByRole('cell', { name: '77' }).waitFor()
  expect(await label()).toBe('First events')

  await service.post('/cascades', { id: 'first', events: [{ time: 0, magnitude: 5 }] }, { prefer: 'wait=30' })
  await page.evaluate(`location.hash = '#/queue'`)
  await page.getByRole('region', { name: 'Newest predictions' }).focus()
  await service.post(
    '/cascades',
    { id: 'second', events: [{ time: 0, magnitude: 5 }] },
    { prefer: 'wait=30' }
  )
  await page.getByRole('region', { name: 'Newest predictions' }).getByText('second').waitFor()
  expect(await label()).toBe('Newest predictions')
})
