import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Of test files that were run in their order: all passed, this one failed (null: an error beside them), or no end in time. */
type TestsResult = 'passed' | 'timed out' | { readonly failed: string | null }

interface Report {
  readonly testResults: readonly { readonly name: string; readonly status: string }[]
}

const groups = new Set<number>()
process.once('exit', () => {
  for (const group of groups) process.kill(group, 'SIGKILL')
})

/** Runs quick test files in a tree until the first failure. */
export async function runTests(
  tree: string,
  tests: readonly string[],
  timeoutMs: number
): Promise<TestsResult> {
  const report = join(tree, 'report.json')
  rmSync(report, { force: true })
  const child = spawn(process.execPath, ['test/mutants/sample/run-in-order.ts', report, ...tests], {
    cwd: tree,
    env: { PATH: process.env.PATH },
    stdio: 'ignore',
    detached: true
  })
  const group = -(child.pid ?? Number.NaN)
  groups.add(group)
  const timer = setTimeout(() => process.kill(group, 'SIGKILL'), timeoutMs)
  const [code, signal] = await once(child, 'exit')
  clearTimeout(timer)
  groups.delete(group)
  if (signal !== null) return 'timed out'
  if (code === 0) return 'passed'
  const { testResults } = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as Report)
    : { testResults: [] }
  const failed = testResults.find(({ status }) => status === 'failed')
  return { failed: failed ? relative(tree, failed.name) : null }
}
