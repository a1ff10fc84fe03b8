import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe finds serious or critical in the page as it is. */
export async function findAccessFaults(page: Page): Promise<unknown> {
  await page.evaluate(await readFile(axe, 'utf8'))
  return page.evaluate(
    `axe.run().then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(({ html }) => html).join(' ').slice(0, 300) })))`
  )
}
