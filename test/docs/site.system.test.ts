import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTemporaryFolder } from '../harness/temporary.ts'
import { hasBrowser, openPage } from '../web/browser.ts'
import { root } from './blocks.ts'

const site = makeTemporaryFolder()
beforeAll(() => void execFileSync(process.execPath, ['docs/site/build-site.ts', site], { cwd: root }))
afterAll(() => rmSync(site, { recursive: true, force: true }))

test.skipIf(!hasBrowser).each([
  { width: 1280, scheme: 'light' },
  { width: 390, scheme: 'dark' }
] as const)(
  'its pages can be read at $width pixels, $scheme: nothing is cut off, axe finds nothing',
  async view => {
    const { page, faults } = await openPage(`file://${site}/index.html`, view)
    const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')
    for (const name of ['index', 'tutorial', 'model', 'reference/api', 'reference/command-line']) {
      await page.goto(`file://${site}/${name}.html`)
      const isWide = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth'
      )
      expect([name, isWide]).toEqual([name, false])
      await page.evaluate(axe)
      const { violations } = (await page.evaluate('axe.run({ preload: false })')) as {
        violations: { id: string; nodes: { html: string }[] }[]
      }
      expect(violations.map(({ id, nodes }) => [name, id, nodes[0]!.html])).toEqual([])
    }
    expect(faults).toEqual([])
  }
)
