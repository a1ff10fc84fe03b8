import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { copyTree } from '../copy-tree.ts'
import { markBlocks } from './blocks.ts'
import { hash } from './hash.ts'
import { canReach } from './reach.ts'
import { buildTestRunner } from './run-tests.ts'

export interface TestCoverage {
  readonly test: string
  /** Of its text. Coverage chooses tests and proves nothing: that of a test is collected again when the test changes. */
  readonly key: string
  readonly ms: number
  /** `file:name` of each block that the test entered, in whatever process or thread. */
  readonly blocks: readonly string[]
}

const cache = join(import.meta.dirname, '../../../node_modules/.cache/mutants/coverage.jsonl')
const slower = /\.(system|cluster|interop|mutants)\.test\.ts$/
const TIMEOUT_MS = 240_000

/** Which blocks of these files each quick test enters. A test that fails without a mutant judges none and is left out. */
export async function collectCoverage(files: readonly string[]): Promise<readonly TestCoverage[]> {
  const { folder, tree } = copyTree()
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const known = new Map(readCache().map(each => [each.test, each]))
  const texts = new Map(files.map(file => [file, readFileSync(join(tree, file), 'utf8')]))
  const marks = join(tree, 'marks.txt')
  markFiles(tree, texts, marks)
  const mutated = new Set(files)
  const runner = buildTestRunner(tree)
  const covered: TestCoverage[] = []
  for (const test of globSync('test/**/*.test.ts', { cwd: tree }).toSorted()) {
    if (slower.test(test) || !canReach(tree, test, mutated)) continue
    const key = hash(readFileSync(join(tree, test), 'utf8'))
    const last = known.get(test)
    const found = last?.key === key ? last : await measure(test, key)
    if (found) covered.push(found)
  }
  runner.stop()
  rmSync(folder, { recursive: true, force: true })
  return covered

  async function measure(test: string, key: string): Promise<TestCoverage | null> {
    writeFileSync(marks, '')
    const start = performance.now()
    const request = { changed: [], tests: [test], testId: null, waitMs: TIMEOUT_MS }
    const result = await runner.run(request, TIMEOUT_MS)
    const ms = Math.round(performance.now() - start)
    console.error(
      `coverage: ${test}, ${ms} ms, ${result === 'passed' ? 'passed' : 'left out: it fails on marked code'}`
    )
    if (result !== 'passed') return null
    const blocks = [...new Set(readFileSync(marks, 'utf8').split('\n').filter(Boolean))]
    const coverage = { test, key, ms, blocks }
    appendFileSync(cache, `${JSON.stringify(coverage)}\n`)
    return coverage
  }
}

function markFiles(tree: string, texts: ReadonlyMap<string, string>, marks: string): void {
  writeFileSync(
    join(tree, 'mark.ts'),
    `import { appendFileSync } from 'node:fs'
const seen = new Set<string>()
export function $mark(block: string): void {
  if (seen.has(block)) return
  seen.add(block)
  appendFileSync('${marks}', block + '\\n')
}
`
  )
  for (const [file, text] of texts) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
    const importOfMark = `import { $mark } from '${relative(dirname(file), 'mark.ts').replace(/^(?!\.)/, './')}'`
    writeFileSync(
      join(tree, file),
      markBlocks(source, importOfMark, name => `$mark('${file}:${name}')`)
    )
  }
}

function readCache(): readonly TestCoverage[] {
  mkdirSync(dirname(cache), { recursive: true })
  const lines = existsSync(cache) ? readFileSync(cache, 'utf8').split('\n').filter(Boolean) : []
  return lines.map(line => JSON.parse(line) as TestCoverage)
}
