import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Finds the serious and critical violations that axe reports on the current page. */
export async function findAccessFaults(page: Page): Promise<unknown> {
  await page.evaluate(await readFile(axe, 'utf8'))
  return page.evaluate(
    `axe.run().then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(({ html }) => html).join(' ').slice(0, 300) })))`
  )
}
