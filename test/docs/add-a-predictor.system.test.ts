import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBlocks, root } from './blocks.ts'
import { openCheckout } from './checkout.ts'

const page = 'docs/how-to/add-a-predictor.md'
const [module, setup] = [...readFileSync(join(root, page), 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(
  ([, code]) => code
)

test('the page shows the module and the setup that the kit tests', () => {
  const readAs = (file: string, own: string, shown: string) =>
    readFileSync(join(root, file), 'utf8').replace(own, shown)
  expect(module).toBe(readAs('docs/how-to/reading-time.ts', '../../predictors/', '../predictors/'))
  const tracked = readAs(
    'test/predictor-kit/setups/reading-time.ts',
    '../../../docs/how-to/',
    '../../../my-predictors/'
  )
  // Lint wants imports in the order of their paths.
  expect(setup).toBe(tracked.replace(/^(import .*\n)(import .*\n)/, '$2$1'))
})

test('a predictor is added, asked, trained, promoted and rolled back as the page says', async () => {
  const checkout = await openCheckout()
  mkdirSync(join(checkout.folder, 'my-predictors'))
  writeFileSync(join(checkout.folder, 'my-predictors/reading-time.ts'), module ?? '')
  const [settings, start, ask, report, train, promote, ...others] = readBlocks(page)
  if (!(settings && start && ask && report && train && promote)) throw new Error(`a block of ${page} is gone`)
  expect([start.kind, others]).toEqual(['start', []])
  await checkout.runBlock(settings)
  await checkout.start(start.commands.trim())

  const asked = await checkout.runBlock(ask)
  for (const said of ['"method":"assumed"', '"model":null', 'input.words must be at least 1 (got 0)'])
    expect(asked).toContain(said)
  const reported = await checkout.runBlock(report)
  expect(reported).toContain('"id":"reader-1"')
  expect(reported).toContain('is more than a minute a word (600 words)')
  const trained = await checkout.runBlock(train)
  expect(trained).toMatch(/constant/)
  expect(trained).toContain('version 1')
  expect(trained).toContain('"method":"learned"')
  const promoted = await checkout.runBlock(promote)
  for (const action of ['"action":"rollback"', '"action":"promote"', 'it was better'])
    expect(promoted).toContain(action)
})
