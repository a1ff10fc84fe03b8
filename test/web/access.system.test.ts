import { expect, test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { findAccessFaults } from './axe.ts'
import { hasBrowser, openPage } from './browser.ts'
import { promoteSecond } from './promote-second.ts'

const pages = ['#/', '#/live', '#/models', '#/queue', '#/cascades/watched-1']

/** Makes a watched cascade for its page, and a dead letter. */
async function generateTraffic({ post }: Awaited<ReturnType<typeof startForTest>>): Promise<void> {
  const at = Date.now() / 1000 - 4_000
  const event = (i: number) => ({
    cascadeId: 'watched-1',
    eventId: String(i),
    kind: i === 0 ? 'post' : 'reshare',
    time: at + i * 20,
    magnitude: 100 + i
  })
  const entries = [...Array.from({ length: 30 }, (_, i) => event(i)), { watermark: Date.now() / 1000 }]
  expect((await post('/events?source=test', entries)).status).toBe(202)
  const deadline = new Date(Date.now() + 1).toISOString()
  await post('/cascades', { id: 'late', events: [{ time: 0, magnitude: 5 }], deadline })
}

test.skipIf(!hasBrowser).each([
  { width: 375, scheme: 'light' },
  { width: 375, scheme: 'dark' },
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' }
] as const)(
  'has no serious axe violation, no overflow and no request to other hosts: $width pixels, $scheme',
  async view => {
    const service = await startForTest()
    await promoteSecond(service)
    await generateTraffic(service)
    const { page, faults } = await openPage(service.url, view)
    const foreign: string[] = []
    page.on('request', request => request.url().startsWith(service.url) || foreign.push(request.url()))
    await page.getByRole('button', { name: /Growing/ }).click()
    await page.getByText('Actual: 881. The forecast was').waitFor()
    for (const path of pages) {
      if (path !== '#/') await page.evaluate(`location.hash = '${path}'`)
      if (path === '#/cascades/watched-1')
        await page.getByRole('row', { name: /^5 min .*succeeded/ }).waitFor()
      await expect.poll(() => page.locator('main [aria-busy]').count()).toBe(0)
      expect([path, await findAccessFaults(page)]).toEqual([path, []])
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, view.width])
    }
    await page.evaluate(`location.hash = '#/models'`)
    await page.getByRole('button', { name: 'Roll back' }).click()
    expect(['dialog', await findAccessFaults(page)]).toEqual(['dialog', []])
    expect(foreign).toEqual([])
    expect(faults).toEqual([])
  }
)

test.skipIf(!hasBrowser)('has touch targets of at least 44 pixels on a phone', async () => {
  const service = await startForTest()
  await promoteSecond(service)
  await generateTraffic(service)
  const { page } = await openPage(service.url, { width: 375, height: 740, hasTouch: true })
  await page.getByRole('button', { name: /Growing/ }).tap()
  await page.getByText('Actual: 881. The forecast was').waitFor()
  for (const path of pages) {
    if (path !== '#/') await page.evaluate(`location.hash = '${path}'`)
    await expect.poll(() => page.locator('main [aria-busy]').count()).toBe(0)
    const small = await page.evaluate<string[]>(
      `[...document.querySelectorAll('button, select, summary, nav a, .button, .foot a, .hottest a')]
        .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44)
        .map(each => each.outerHTML.slice(0, 120))`
    )
    expect([path, small]).toEqual([path, []])
  }
})

test.skipIf(!hasBrowser)('forecasts, replays and rolls back with the keyboard alone', async () => {
  const service = await startForTest()
  await promoteSecond(service)
  const { page } = await openPage(service.url)
  const focused = () =>
    page.evaluate<string>(
      // Without a focused element, the text of the whole body would match any words.
      `(each => each === document.body ? '' : each.ariaLabel ?? each.labels?.[0]?.textContent ?? each.textContent)(document.activeElement)`
    )
  async function tabTo(words: string | RegExp): Promise<void> {
    for (let presses = 0; presses < 40; presses++) {
      if ((await focused()).match(words)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`no ${words} within 40 presses`)
  }
  // The examples follow the first paint: until then, the next link after the content is in the footer.
  await page.getByRole('button', { name: /Growing/ }).waitFor()
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await focused()).toContain('Growing')
  await page.keyboard.press('Space')
  await page.getByText('Actual: 881. The forecast was').waitFor()
  await tabTo('Or your own')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('0,50\n10,20\n30,70\n')
  await tabTo('Forecast from')
  // Home instead of typing the first letters, which must follow each other quickly.
  await page.keyboard.press('Home')
  await expect.poll(() => page.locator('#window').inputValue()).toBe('')
  await tabTo(/^Forecast$/)
  await page.keyboard.press('Enter')
  await page.getByText('In the first 1 min 3 events were seen').waitFor()

  await page.evaluate(`document.querySelector('.skip').focus()`)
  await tabTo(/^Live$/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Live', level: 1 }).waitFor()
  expect(await page.evaluate('document.activeElement.id')).toBe('content')
  await tabTo(/^Start a replay$/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Stop' }).waitFor()
  await tabTo(/^Stop$/)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByRole('button', { name: 'Stop' }).count()).toBe(0)

  await page.evaluate(`document.querySelector('.skip').focus()`)
  await tabTo(/^Models$/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Version 2 is live' }).waitFor()
  await tabTo(/^Roll back$/)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(await focused()).toBe('Roll back')
  await page.keyboard.press('Enter')
  await page.keyboard.type('the keys say so')
  await page.keyboard.press('Enter')
  await page.getByText('Rolled back to 1 from 2. the keys say so').waitFor()
})

test.skipIf(!hasBrowser)('gives a screen reader headings, names and live regions', async () => {
  const service = await startForTest()
  await promoteSecond(service)
  const { page } = await openPage(service.url)
  await page.getByRole('navigation', { name: 'Pages' }).waitFor()
  await page.getByRole('status').filter({ hasText: 'Connected' }).waitFor()
  for (const [link, title] of [
    ['Live', 'Live'],
    ['Models', 'Models'],
    ['Queue', 'Queue'],
    ['Try it', 'How far will it spread?']
  ] as const) {
    await page.getByRole('link', { name: link, exact: true }).click()
    await page.getByRole('main').getByRole('heading', { level: 1, name: title }).waitFor()
    await expect.poll(() => page.locator('main [aria-busy]').count()).toBe(0)
    expect(await page.title()).toBe(`${link} · Groundswell`)
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.locator('nav [aria-current=page]').innerText()).toBe(link)
    const levels = await page.evaluate<number[]>(
      `[...document.querySelectorAll('h1, h2, h3')].filter(each => each.checkVisibility()).map(each => Number(each.tagName[1]))`
    )
    const leaps = levels.filter((level, i) => level - (levels[i - 1] ?? 0) > 1)
    expect([link, leaps]).toEqual([link, []])
  }
  await page.getByRole('link', { name: 'Models', exact: true }).click()
  await page
    .getByRole('region', { name: 'Versions' })
    .getByRole('rowheader', { name: /^2 live/ })
    .waitFor()
  await page.getByRole('columnheader', { name: '10 min' }).first().waitFor()
  expect(await page.getByRole('button', { name: 'Promote version 1' }).count()).toBe(1)
  await page.getByRole('link', { name: 'Try it', exact: true }).click()
  await page.getByRole('button', { name: /Growing/, pressed: false }).click()
  await page.getByRole('button', { name: /Growing/, pressed: true }).waitFor()
  await page.getByRole('img', { name: /270 events in 10 min, growing\. Expected final size: / }).waitFor()
  expect(
    await page.locator('[aria-live=polite]').filter({ hasText: 'Actual: 881. The forecast was' }).count()
  ).toBeGreaterThan(0)
})
