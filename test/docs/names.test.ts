import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listSettings } from '../../app/config.ts'
import { commands } from '../../cli/commands.ts'
import { renderCommandReference } from '../../docs/site/reference/command-line.ts'
import { pages, root } from './blocks.ts'

const read = (page: string) => readFileSync(join(root, page), 'utf8')

test('every setting and every metric that a page names is one of the program', () => {
  const settings = new Set(listSettings().map(({ variable }) => variable))
  const code = globSync('{adapters,api,app,cascades,relay,stores,trainer,worker}/**/*.ts', { cwd: root })
    .map(read)
    .join()
  const named = pages.flatMap(page => [
    ...read(page).matchAll(/\b(GROUNDSWELL_[A-Z_]+|groundswell_[a-z_]+)\b/g)
  ])
  expect(named.length).toBeGreaterThan(30)
  const unknown = named.map(([name]) => name).filter(name => !settings.has(name) && !code.includes(name))
  expect(unknown.filter(name => !name.endsWith('_'))).toEqual([])
})

/** What the help does not list: itself, and names that still work for one release. */
const unlisted = ['--help', '--windows', '--train-windows', '--fewest-events']

test('every npm script, command and option that stands in the text is one', async () => {
  const inline = (page: string) =>
    [
      ...read(page)
        .replaceAll(/```.*?```/gs, '')
        .matchAll(/`([^`]+)`/g)
    ].map(([, code]) => code!.replaceAll(/\s+/g, ' '))
  const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)
  const known = commands.map(({ name }) => name)
  const reference = await renderCommandReference()
  const unknown: string[] = []
  for (const page of pages)
    for (const code of inline(page)) {
      const script = /^npm run (?:-s )?([\w:-]+)/.exec(code)?.[1]
      if (script !== undefined && !scripts.includes(script)) unknown.push(`${page}: ${code}`)
      const command = /(?:^|groundswell -- |npx )groundswell ([a-z][a-z-]*)/.exec(code)?.[1]
      if (command !== undefined && !known.includes(command)) unknown.push(`${page}: ${code}`)
    }
  for (const page of ['docs/command-line.md', 'docs/how-to/replay-and-feed.md'])
    for (const code of inline(page))
      for (const [option] of code.matchAll(/--[a-z][a-z-]*/g))
        if (!new RegExp(`${option}\\b`).test(reference) && !unlisted.includes(option))
          unknown.push(`${page}: ${option}`)
  expect(unknown).toEqual([])
})
