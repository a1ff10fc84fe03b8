import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

interface TestName {
  readonly file: string
  readonly name: string
}

/** 'not run': there is no such test, or its file did not load. */
export type Outcome = 'passed' | 'failed' | 'not run'

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

/** Runs these quick tests in a tree, each alone of its file. One that has not ended by then has failed. */
export async function runTests(
  tree: string,
  tests: readonly TestName[],
  timeoutMs: number
): Promise<readonly Outcome[]> {
  const report = join(tree, 'report.json')
  rmSync(report, { force: true })
  const pattern = tests.map(({ name }) => escapePattern(name)).join('|')
  const child = spawn(
    process.execPath,
    [
      join(tree, 'node_modules/vitest/vitest.mjs'),
      ...[
        'run',
        '--project',
        'quick',
        '--maxWorkers=1',
        '--testTimeout=20000',
        '--reporter=json',
        `--outputFile=${report}`
      ],
      ...['-t', pattern, ...new Set(tests.map(({ file }) => file))]
    ],
    { cwd: tree, env: { PATH: process.env.PATH }, stdio: 'ignore', detached: true }
  )
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), timeoutMs)
  const [, signal] = await once(child, 'exit')
  clearTimeout(timer)
  if (signal !== null) return tests.map(() => 'failed')
  if (!existsSync(report)) return tests.map(() => 'not run')
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  return tests.map(({ file, name }) => {
    const statuses = testResults
      .filter(result => result.name === join(tree, file))
      .flatMap(result => result.assertionResults.filter(({ title }) => title.startsWith(name)))
      .map(({ status }) => status)
    if (statuses.includes('failed')) return 'failed'
    return statuses.includes('passed') ? 'passed' : 'not run'
  })
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
