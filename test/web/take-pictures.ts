import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { startProgram } from '../harness/start.ts'
import { makeTemporaryFolder } from '../harness/temporary.ts'
import { launchBrowser } from './launch-browser.ts'

/** Takes the README's pictures of the page, light and dark, from a new service: `npm run -s pictures`. */
async function takePictures(): Promise<void> {
  const service = await startProgram({ settings: { GROUNDSWELL_ALERT_THRESHOLD: '100' } })
  try {
    await generateTraffic(service.url)
    for (const scheme of ['light', 'dark'] as const) {
      const folder = makeTemporaryFolder()
      const { page, context } = await launchBrowser(folder, { width: 1180, height: 1080, scheme, scale: 1.4 })
      await page.goto(service.url)
      await page.getByRole('button', { name: /Calm/ }).click()
      await page.getByText('Actual: 304. The forecast was').waitFor()
      await shoot(page, `page-${scheme}`)
      await page.getByRole('link', { name: 'Live', exact: true }).click()
      await page.locator('.hottest li').nth(5).waitFor()
      await page.locator('.hottest .spark path[d]').nth(3).waitFor({ state: 'attached' })
      await shoot(page, `live-${scheme}`)
      await context.close()
      rmSync(folder, { recursive: true })
    }
  } finally {
    await service.stop()
  }
}

/** Makes open cascades and alerts: a replay of the bundled simulated cascades, stopped half-way. */
async function generateTraffic(url: string): Promise<void> {
  const post = async (path: string, body?: unknown) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body) ?? null
    })
    return (await answer.json()) as { readonly id: string }
  }
  const { id } = await post('/replays', {
    kind: 'folder',
    folder: 'simulated',
    order: 'time',
    speed: 600,
    startGapSeconds: 120,
    seed: 2026
  })
  for (;;) {
    const answer = await fetch(`${url}/cascades?limit=100`)
    const { items } = (await answer.json()) as { readonly items: readonly unknown[] }
    if (items.length >= 50) break
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  await post(`/replays/${id}/stop`)
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0)
  await page.evaluate('document.activeElement.blur()')
  // Wait until the colours have faded in.
  await page.waitForTimeout(400)
  await page.screenshot({ path: `docs/pictures/${name}.png` })
}

await takePictures()
