import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchResult } from '../../bench/result.ts'

export interface RunResult {
  readonly hasPassed: boolean
  readonly result: unknown
}

/** Passes when every goal of these benches is met. Throws when one does not end. */
export function runBenches(names: readonly string[]): RunResult {
  const results = names.flatMap(name => {
    const { status, stdout } = runNode(['bench/main.ts', name, '--json'], {})
    if (status !== 0) throw new Error(`the bench ${name} ended with ${status}`)
    return (JSON.parse(stdout) as { readonly results: readonly BenchResult[] }).results
  })
  return { hasPassed: results.every(({ met }) => met !== false), result: results }
}

/** Passes when every test of the file does. */
export function runVitest(
  project: string,
  file: string,
  settings: Readonly<Record<string, string>>
): RunResult {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-by-hand-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters, file]
  const { status, stdout } = runNode(vitest, settings)
  process.stderr.write(stdout)
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  return { hasPassed: status === 0, result: { settings, numPassedTests, numFailedTests, numPendingTests } }
}

/** Passes when the program ends with 0; its result is the JSON that it prints. */
export function runProgram(args: readonly string[]): RunResult {
  const { status, stdout } = runNode(args, {})
  return { hasPassed: status === 0, result: JSON.parse(stdout) }
}

function runNode(args: readonly string[], settings: Readonly<Record<string, string>>) {
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit']
  })
}
