import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findIndented, pages, readBlocks, root } from './blocks.ts'
import { openCheckout } from './checkout.ts'

/** Which test runs the commands of which page. */
const ranBy: Readonly<Record<string, string>> = {
  'README.md': 'test/docs/clone.system.test.ts',
  'docs/how-to/add-a-predictor.md': 'test/docs/add-a-predictor.system.test.ts',
  'docs/how-to/read-your-files.md': 'test/docs/commands.system.test.ts',
  'docs/how-to/replay-and-feed.md': 'test/docs/commands.system.test.ts',
  'docs/how-to/run-the-service.md': 'test/docs/commands.system.test.ts',
  'docs/how-to/train-from-files.md': 'test/docs/commands.system.test.ts',
  'docs/how-to/use-the-api.md': 'test/docs/commands.test.ts',
  'docs/language.md': 'test/docs/commands.system.test.ts',
  'docs/operations.md': 'test/docs/commands.system.test.ts',
  'docs/trust.md': 'test/docs/commands.system.test.ts',
  'docs/tutorial.md': 'test/docs/commands.test.ts',
  'examples/README.md': 'test/docs/commands.system.test.ts'
}

/** Pages whose commands no test runs, and what holds them instead. */
const notRun: Readonly<Record<string, string>> = {
  'docs/how-to/deploy.md':
    'no Docker and no Kubernetes is at hand: test/deploy holds what they are given to its schemas',
  'docs/SCALING.md':
    'they take minutes and the servers for themselves: the files and benches they name are there'
}

test('every command of every page is run by a test', () => {
  for (const page of pages) {
    const indented = findIndented(page)
    if (page in notRun) {
      for (const command of indented) {
        const [, file = 'package.json'] = /^node (\S+)/.exec(command) ?? []
        const [, bench = 'main'] = /^npm run -s bench -- ([\w-]+)/.exec(command) ?? []
        for (const named of [file, `bench/${bench}.ts`])
          expect([named, existsSync(join(root, named))]).toEqual([named, true])
      }
      continue
    }
    expect([page, indented]).toEqual([page, []])
    if (readBlocks(page).length > 0)
      expect([page, readFileSync(join(root, ranBy[page] ?? page), 'utf8')]).toEqual([
        page,
        expect.stringContaining(`'${page}'`)
      ])
  }
})

test('the tutorial does what it says', async () => {
  const checkout = await openCheckout()
  const [start, ...blocks] = readBlocks('docs/tutorial.md')
  expect(start).toMatchObject({ kind: 'start', commands: 'npm ci\nnpm start\n' })
  await checkout.start('npm start')
  const outputs: string[] = []
  for (const block of blocks) outputs.push(await checkout.runBlock(block))
  const [, forecast, , outcome, accuracy, training, promoted, back] = outputs
  expect(outputs).toHaveLength(8)
  const { state, result } = JSON.parse(forecast!)
  expect(state).toBe('succeeded')
  const said = readFileSync(join(root, 'docs/tutorial.md'), 'utf8').replaceAll(/\s+/g, ' ')
  const { low, high } = result.interval
  expect(said).toContain(
    `\`median\` is ${result.median}, \`interval\` goes from ${Math.round(low)} to ${Math.round(high)}`
  )
  expect(result.flags).toEqual([])
  expect(JSON.parse(outcome!)).toMatchObject({ cascadeId: 'my-post', finalSize: 41, revision: 1 })
  expect(JSON.parse(accuracy!)).toHaveProperty('items')
  expect(training).toContain('version 2 promoted: better than champion by 0.0823')
  expect(promoted).toContain('version 1 is live')
  expect(JSON.parse(back!)).toMatchObject({ action: 'rollback', version: 2 })
}, 180_000)

test('every command of the page on the API works', async () => {
  const checkout = await openCheckout()
  await checkout.start('npm start')
  const outputs: string[] = []
  for (const block of readBlocks('docs/how-to/use-the-api.md')) outputs.push(await checkout.runBlock(block))
  const [submitted, batch, generic, list, versions, training, wrong, operators] = outputs
  expect(outputs).toHaveLength(8)
  expect(submitted).toContain('202 Accepted')
  expect(
    batch!
      .trim()
      .split('\n')
      .map(line => Object.keys(JSON.parse(line)))
  ).toEqual([
    ['line', 'accepted'],
    ['line', 'problem']
  ])
  expect(generic).toContain('"title":"Cascade size"')
  expect(generic).toContain('"state":"succeeded"')
  expect(generic).toContain('"outcome":{"finalSize":881}')
  expect(JSON.parse(list!).items).toHaveLength(1)
  expect(versions).toContain('"items":')
  expect(training).toContain('"trigger":"requested"')
  expect(
    JSON.parse(wrong!)
      .faults.map(({ field }: { field: string }) => field)
      .toSorted()
  ).toEqual(['/events/0/time', '/windw'])
  expect(operators).toContain('"status":"ready"')
  expect(operators).toContain('groundswell_predictions_accepted_total')
})
