import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

// The import rules of docs/ARCHITECTURE.md. 'x (types)': only `import type`.
const allowed: Record<string, readonly string[]> = {
  predictors: ['predictors'],
  contract: ['contract'],
  retry: ['retry'],
  files: ['files'],
  ports: ['ports', 'predictors (types)'],
  stores: ['stores', 'ports', 'predictors (types)', 'retry'],
  adapters: ['adapters', 'ports', 'retry'],
  source: ['source', 'files', 'predictors', 'ports', 'stores', 'retry'],
  collector: ['collector', 'predictors', 'ports', 'stores', 'retry'],
  worker: ['worker', 'predictors', 'ports', 'stores', 'retry'],
  trainer: ['trainer', 'predictors', 'ports', 'stores', 'retry'],
  api: ['api', 'files', 'predictors (types)', 'ports', 'stores', 'contract'],
  library: ['library', 'predictors', 'ports', 'adapters'],
  client: ['client', 'contract', 'retry'],
  web: ['web', 'files', 'client', 'contract', 'retry']
}
const importPattern =
  /^\s*(import|export)\s+(type\s+)?[^'";]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\('([^']+)'\)/gm

function findForbiddenImports(file: string, text: string): string[] {
  const from = file.split('/')[0]!
  const rules = allowed[from]
  if (!rules) return []
  const found: string[] = []
  for (const [, , typeOnly, named, bare, dynamic] of text.matchAll(importPattern)) {
    const target = named ?? bare ?? dynamic!
    if (!target.startsWith('.')) {
      if (from === 'predictors' || from === 'client' || from === 'retry')
        found.push(`${file}: ${target} (${from} imports nothing from outside)`)
      continue
    }
    const to = normalize(join(dirname(file), target)).split('/')[0]!
    const isAllowed = rules.includes(to) || (typeOnly !== undefined && rules.includes(`${to} (types)`))
    if (!isAllowed) found.push(`${file}: ${target}`)
  }
  return found
}

test('every import follows the rules of docs/ARCHITECTURE.md', () => {
  const files = globSync(
    '{predictors,contract,files,retry,ports,stores,adapters,source,collector,worker,trainer,api,library,client,web}/**/*.ts'
  )
  expect(files.length).toBeGreaterThan(0)
  expect(files.flatMap(file => findForbiddenImports(file, readFileSync(file, 'utf8')))).toEqual([])
})

test('predictors touch no clock and no unseeded randomness', () => {
  const impure =
    /Math\.random|Date\.now|new Date\(\)|performance\.|process\.(env|argv|hrtime|uptime|memoryUsage|cwd|exit|on|std)|['"]node:/
  const offenders = globSync('predictors/**/*.ts').filter(file => impure.test(readFileSync(file, 'utf8')))
  expect(offenders).toEqual([])
})

test('the check itself can fail', () => {
  expect(findForbiddenImports('predictors/x/a.ts', "import { z } from 'zod'\n")).toHaveLength(1)
  expect(findForbiddenImports('client/a.ts', "import { join } from 'node:path'\n")).toHaveLength(1)
  expect(findForbiddenImports('worker/a.ts', "import { a } from '../trainer/b.ts'\n")).toHaveLength(1)
  expect(findForbiddenImports('stores/a.ts', "import { a } from '../predictors/b.ts'\n")).toHaveLength(1)
  expect(findForbiddenImports('stores/a.ts', "import type { A } from '../predictors/b.ts'\n")).toHaveLength(0)
})
