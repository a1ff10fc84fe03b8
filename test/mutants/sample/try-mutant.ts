import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Candidate } from './candidates.ts'

export type Verdict =
  | { readonly outcome: 'killed'; readonly by: string }
  | { readonly outcome: 'timed out'; readonly by: string }
  | { readonly outcome: 'survived'; readonly testFiles: number }

const ONE_TIMEOUT_MS = 180_000
/** Most mutants are killed by the nearest two test files; one that passes the nearest 30 has survived. */
const STAGES = [
  [0, 2, ONE_TIMEOUT_MS],
  [2, 12, 400_000],
  [12, 30, 600_000]
] as const

interface Report {
  readonly testResults: readonly { readonly name: string; readonly status: string }[]
}

/** Tries mutants in one copy of the checkout. A test that fails there without a mutant judges none. */
export function buildTrial(tree: string) {
  const sound = new Map<string, boolean>()

  /** The first of these test files that fails; 'time' when they do not end. */
  async function findFailure(tests: readonly string[], timeoutMs: number): Promise<string | 'time' | null> {
    const report = join(tree, 'report.json')
    rmSync(report, { force: true })
    const child = spawn(
      process.execPath,
      [
        join(tree, 'node_modules/vitest/vitest.mjs'),
        ...['run', '--project', 'quick', '--maxWorkers=1', '--bail=1', '--testTimeout=60000'],
        ...['--reporter=json', `--outputFile=${report}`, ...tests]
      ],
      { cwd: tree, env: { PATH: process.env.PATH }, stdio: 'ignore', detached: true }
    )
    const group = -(child.pid ?? Number.NaN)
    const timer = setTimeout(() => process.kill(group, 'SIGKILL'), timeoutMs)
    const [code, signal] = await once(child, 'exit')
    clearTimeout(timer)
    if (signal !== null) return 'time'
    if (code === 0) return null
    const { testResults } = existsSync(report)
      ? (JSON.parse(readFileSync(report, 'utf8')) as Report)
      : { testResults: [] }
    const failed = testResults.find(({ status }) => status === 'failed')
    // No failed file: an error beside the tests.
    return failed ? relative(tree, failed.name) : (tests[0] ?? 'time')
  }

  async function isSound(test: string): Promise<boolean> {
    const known = sound.get(test)
    if (known !== undefined) return known
    const isWell = (await findFailure([test], ONE_TIMEOUT_MS)) === null
    sound.set(test, isWell)
    return isWell
  }

  /** The first that fails, twice: one that fails only beside others, or by chance, judges nothing. */
  async function findKiller(tests: readonly string[]): Promise<Verdict | { readonly doubtful: string }> {
    for (const [from, to, timeoutMs] of STAGES) {
      const chosen = tests.slice(from, to)
      const failure = chosen.length === 0 ? null : await findFailure(chosen, timeoutMs)
      if (failure === 'time') return { outcome: 'timed out', by: chosen.join(' ') }
      if (failure === null) continue
      const isConfirmed = chosen.length === 1 || (await findFailure([failure], ONE_TIMEOUT_MS)) !== null
      return isConfirmed ? { outcome: 'killed', by: failure } : { doubtful: failure }
    }
    return { outcome: 'survived', testFiles: Math.min(tests.length, STAGES[2][1]) }
  }

  return async function tryMutant(mutant: Candidate, tests: readonly string[]): Promise<Verdict> {
    const path = join(tree, mutant.file)
    const text = readFileSync(path, 'utf8')
    let remaining = tests.filter(test => sound.get(test) !== false)
    for (;;) {
      writeFileSync(path, text.slice(0, mutant.start) + mutant.after + text.slice(mutant.end))
      const verdict = await findKiller(remaining)
      writeFileSync(path, text)
      if ('outcome' in verdict && (verdict.outcome !== 'killed' || (await isSound(verdict.by))))
        return verdict
      const doubtful = 'outcome' in verdict ? verdict.by : verdict.doubtful
      remaining = remaining.filter(test => test !== doubtful)
    }
  }
}
