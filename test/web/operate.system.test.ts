import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { type Started, startForTest } from '../harness/start.ts'
import { hasBrowser, openPage } from './browser.ts'

const bootstrap = join(import.meta.dirname, '../../examples/bootstrap')
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const pages = ['#/', '#/live', '#/models', '#/queue']

/** A second version, the same as the first, as a trainer would publish it; promoted over HTTP. */
async function promoteSecond({ ground, post }: Started): Promise<void> {
  const blobs = ground.openBlobs()
  const versions = buildModelVersions({ blobs, clock: systemClock })
  const manifest = JSON.parse(await readFile(join(bootstrap, 'manifest.json'), 'utf8'))
  await versions.publish('cascade-size', await readFile(join(bootstrap, 'artefact.bin')), manifest)
  await blobs.close()
  expect((await post('/models/2/promote', { reason: 'newer' })).status).toBe(200)
}

test.skipIf(!hasBrowser)('rolls back and promotes with a reason, and shows what happened', async () => {
  const service = await startForTest()
  await promoteSecond(service)
  const { page, faults } = await openPage(`${service.url}/#/models`)
  await page.getByRole('heading', { name: 'Version 2 serves' }).waitFor()
  await page.getByRole('button', { name: 'Roll back' }).click()
  await page.getByLabel('Reason').fill('it was no better')
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
  await page.getByRole('heading', { name: 'Version 1 serves' }).waitFor()
  await page.getByText('Rolled back to 1 from 2. it was no better').waitFor()
  expect((await service.get('/models/latest')).body.version).toBe(1)

  await page.getByRole('button', { name: 'Promote version 2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Promote' }).click()
  await page.getByRole('heading', { name: 'Version 2 serves' }).waitFor()
  expect(faults).toEqual([])
})

test.skipIf(!hasBrowser)('shows what failed and why, and sends it again', async () => {
  // Without a worker nothing is done before its deadline.
  const service = await startForTest({ processes: ['api'] })
  const { page } = await openPage(`${service.url}/#/queue`)
  await page.getByText('None: all is well.').waitFor()
  const deadline = new Date(Date.now() + 300).toISOString()
  const events = [{ time: 0, magnitude: 5 }]
  expect((await service.post('/cascades', { id: 'late', events, deadline })).status).toBe(202)
  await page.getByRole('heading', { name: 'Dead letters (1)' }).waitFor()
  await page.getByRole('button', { name: /^Redrive prd_/ }).click()
  await page.getByText('None: all is well.').waitFor()
  const [prediction] = (await service.get('/predictions?subject=late')).body.items
  expect(prediction.generation).toBe(2)
})

test.skipIf(!hasBrowser)(
  'an empty installation shows life: a replay, its cascades, one of them, alerts',
  async () => {
    const service = await startForTest({ settings: { GROUNDSWELL_ALERT_THRESHOLD: '20' } })
    const { page, faults } = await openPage(`${service.url}/#/live`)
    await page.getByText('Nothing is live just now').waitFor()
    await page.getByLabel('Speed').selectOption('an hour a second')
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
      .getByRole('row', { name: /^5 min succeeded/ })
      .waitFor()
    expect(faults).toEqual([])
  }
)

test.skipIf(!hasBrowser)(
  'asks for a key, keeps a session for it across reloads, changes things by it, and signs out',
  async () => {
    const service = await startForTest({ settings: { GROUNDSWELL_API_KEYS: 'page:first-secret-0123' } })
    const { page, context } = await openPage(`${service.url}/#/models`)
    const key = page.getByLabel('Key', { exact: true })
    const proceed = page.getByRole('button', { name: 'Continue' })
    await key.fill('another-secret-0123')
    await proceed.click()
    await page.getByText('That key is not known.').waitFor()
    await key.fill('first-secret-0123')
    await proceed.click()
    await page.getByRole('heading', { name: 'Version 1 serves' }).waitFor()
    await page.getByText('Connected', { exact: true }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)

    const [cookie, ...others] = await context.cookies()
    expect(others).toEqual([])
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    expect(JSON.stringify(cookie)).not.toContain('first-secret')
    expect(await page.evaluate('document.cookie + JSON.stringify([localStorage, sessionStorage])')).toBe(
      '[{},{}]'
    )

    await page.goto(`${service.url}/#/`)
    await page.reload()
    await page.getByText('Signed in as page').waitFor()
    await page.getByRole('button', { name: /Spent/ }).click()
    await page.getByText('In truth 189 came').waitFor()
    const heard = await page.evaluate<string>(`new Promise(resolve => {
      const source = new EventSource('/feed')
      source.onopen = () => resolve('open')
      source.onerror = () => resolve('refused')
    })`)
    expect(heard).toBe('open')

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'An API key, please' }).waitFor()
    expect(await context.cookies()).toEqual([])
  }
)

test.skipIf(!hasBrowser)('says that the connection is lost, and goes on when it is back', async () => {
  const service = await startForTest()
  const { page } = await openPage(service.url)
  await page.getByText('Connected', { exact: true }).waitFor()
  await service.kill('SIGKILL')
  await page.getByText('Connection lost, trying again').waitFor()
  await service.restart()
  await page.getByText('Connected', { exact: true }).waitFor()
  await page.getByRole('button', { name: /Spent/ }).click()
  await page.getByText('In truth 189 came').waitFor()
})

test.skipIf(!hasBrowser)('by keyboard alone: skip link, example, forecast, pages', async () => {
  const service = await startForTest()
  const { page } = await openPage(service.url)
  const focused = () => page.evaluate<string>('document.activeElement.textContent')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await focused()).toContain('Growing')
  await page.keyboard.press('Space')
  await page.getByText('In truth 881 came').waitFor()
  await page.getByRole('link', { name: 'Models' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Version 1 serves' }).waitFor()
  await page.getByRole('button', { name: 'Roll back' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(await focused()).toBe('Roll back')
})

test.skipIf(!hasBrowser).each([
  { width: 375, scheme: 'light' },
  { width: 1280, scheme: 'dark' }
] as const)('axe finds nothing serious and nothing overflows: $width pixels, $scheme', async view => {
  const service = await startForTest()
  const { page } = await openPage(service.url, view)
  await page.getByRole('button', { name: /Growing/ }).click()
  await page.getByText('In truth 881 came').waitFor()
  const axeText = await readFile(axe, 'utf8')
  for (const path of pages) {
    if (path !== '#/')
      await page
        .getByRole('link', { name: new RegExp(path.slice(2), 'i') })
        .first()
        .click()
    await expect.poll(() => page.locator('main [aria-busy]').count()).toBe(0)
    await page.evaluate(axeText)
    const found = await page.evaluate<{ id: string; impact: string; where: string }[]>(
      `axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) =>
        ({ id, impact, where: nodes.map(({ html }) => html).join(' ').slice(0, 300) })))`
    )
    expect([path, found.filter(({ impact }) => impact === 'serious' || impact === 'critical')]).toEqual([
      path,
      []
    ])
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
    expect([path, wide]).toEqual([path, view.width])
  }
})
