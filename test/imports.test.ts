import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

// The import rules of docs/ARCHITECTURE.md: what each area may import beside itself. 'x (types)': only `import type`. A file
// belongs to the area with the longest matching path. An area imports only areas above it in this list, so there is no cycle.
const allowed: Readonly<Record<string, readonly string[]>> = {
  learners: [],
  predictors: ['learners'],
  files: [],
  'ports/contract': [],
  'ports/retry': [],
  ports: ['predictors (types)'],
  stores: ['ports', 'ports/retry', 'predictors (types)'],
  adapters: ['ports', 'ports/retry'],
  'cascades/rows': ['stores', 'ports', 'predictors (types)'],
  'cascades/source': ['cascades/rows', 'stores', 'files', 'learners', 'predictors', 'ports', 'ports/retry'],
  'cascades/collector': ['cascades/rows', 'stores', 'learners', 'predictors', 'ports', 'ports/retry'],
  relay: ['cascades/rows (types)', 'stores', 'ports', 'ports/retry'],
  worker: ['stores', 'predictors', 'ports', 'ports/retry'],
  trainer: ['stores', 'learners', 'predictors', 'ports', 'ports/retry'],
  api: ['cascades/rows', 'stores', 'files', 'predictors (types)', 'ports', 'ports/contract'],
  'client/library': ['adapters', 'learners', 'predictors', 'ports'],
  client: ['ports/contract', 'ports/retry'],
  web: ['client', 'files', 'ports/contract', 'ports/retry'],
  app: [
    'api',
    'trainer',
    'worker',
    'relay',
    'cascades/collector',
    'cascades/source',
    'cascades/rows',
    'adapters',
    'stores',
    'predictors',
    'ports',
    'ports/retry'
  ]
}
/** What areas that a browser loads, or that must stay pure, may import from outside. */
const allowedPackages: Readonly<Record<string, readonly string[]>> = {
  learners: [],
  predictors: [],
  files: ['csv-parse/sync'],
  'ports/retry': [],
  client: ['eventsource-parser'],
  web: []
}
const areas = Object.keys(allowed)
const importPattern =
  /^\s*(import|export)\s+(type\s+)?[^'";]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\('([^']+)'\)/gm

function findArea(path: string): string | undefined {
  return areas.filter(area => path.startsWith(`${area}/`)).toSorted((a, b) => b.length - a.length)[0]
}

function findForbiddenImports(file: string, text: string): string[] {
  const from = findArea(file)
  const rules = from === undefined ? undefined : allowed[from]
  if (!rules) return []
  const found: string[] = []
  for (const [, , typeOnly, named, bare, dynamic] of text.matchAll(importPattern)) {
    const target = named ?? bare ?? dynamic!
    if (!target.startsWith('.')) {
      if (allowedPackages[from!]?.includes(target) === false)
        found.push(`${file}: ${target} (${from} may not import it)`)
      continue
    }
    const path = normalize(join(dirname(file), target))
    const to = findArea(path) ?? path
    const isAllowed =
      to === from ||
      rules.includes(to) ||
      (typeOnly !== undefined && rules.includes(`${to} (types)`)) ||
      (from === 'app' && to === 'package.json')
    if (!isAllowed) found.push(`${file}: ${target}`)
  }
  return found
}

test('every import follows the rules of docs/ARCHITECTURE.md', () => {
  const files = areas.flatMap(area => globSync(`${area}/**/*.ts`))
  expect(files.length).toBeGreaterThan(areas.length)
  expect([...new Set(files)].flatMap(file => findForbiddenImports(file, readFileSync(file, 'utf8')))).toEqual(
    []
  )
})

test('an area imports only areas above it in the list of rules', () => {
  for (const [index, area] of areas.entries())
    for (const rule of allowed[area]!)
      expect([area, rule, areas.indexOf(rule.replace(' (types)', '')) < index]).toEqual([area, rule, true])
})

test('predictors and learners touch no clock and no unseeded randomness', () => {
  const impure =
    /Math\.random|Date\.now|new Date\(\)|performance\.|process\.(env|argv|hrtime|uptime|memoryUsage|cwd|exit|on|std)|['"]node:/
  const offenders = globSync('{learners,predictors}/**/*.ts').filter(file =>
    impure.test(readFileSync(file, 'utf8'))
  )
  expect(offenders).toEqual([])
})

const productFiles =
  '{adapters,api,app,bench,cascades,cli,client,deploy,files,learners,ports,predictors,relay,stores,trainer,web,worker}/**/*.ts'

/** The files that each file imports, types included. */
function readImports(file: string, text: string): string[] {
  return [...text.matchAll(importPattern)]
    .map(([, , , named, bare, dynamic]) => named ?? bare ?? dynamic!)
    .filter(target => target.startsWith('.'))
    .map(target => normalize(join(dirname(file), target)))
}

/** The first path that returns to a file it came from; null: there is none. */
function findCycle(imports: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>()
  function visit(file: string, path: readonly string[]): string[] | null {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return null
    for (const target of imports.get(file) ?? []) {
      const cycle = visit(target, [...path, file])
      if (cycle) return cycle
    }
    done.add(file)
    return null
  }
  for (const file of imports.keys()) {
    const cycle = visit(file, [])
    if (cycle) return cycle
  }
  return null
}

test('no product file imports itself through others, not even a type', () => {
  const files = globSync(productFiles)
  const imports = new Map(files.map(file => [file, readImports(file, readFileSync(file, 'utf8'))]))
  expect([...imports.values()].flat().length).toBeGreaterThan(files.length)
  expect(findCycle(imports)).toBeNull()
})

test('the check itself can fail', () => {
  expect(findForbiddenImports('predictors/x/a.ts', "import { z } from 'zod'\n")).toHaveLength(1)
  expect(findForbiddenImports('client/a.ts', "import { join } from 'node:path'\n")).toHaveLength(1)
  expect(findForbiddenImports('web/a.ts', "import { parse } from 'csv-parse/sync'\n")).toHaveLength(1)
  expect(findForbiddenImports('worker/a.ts', "import { a } from '../trainer/b.ts'\n")).toHaveLength(1)
  expect(findForbiddenImports('stores/a.ts', "import { a } from '../predictors/b.ts'\n")).toHaveLength(1)
  expect(findForbiddenImports('stores/a.ts', "import type { A } from '../predictors/b.ts'\n")).toHaveLength(0)
  const cycle = ['a.ts', 'b.ts', 'c.ts', 'b.ts']
  const chain = cycle.slice(0, -1).map((file, index) => [file, [cycle[index + 1]!]] as const)
  expect(findCycle(new Map(chain))).toEqual(['b.ts', 'c.ts', 'b.ts'])
})
