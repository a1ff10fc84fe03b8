import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ByHandRun, runs } from './runs.ts'

/** test/by-hand/<name>.json: when a run last passed, and where. */
interface ByHandRecord {
  readonly commit: string
  /** RFC 3339, UTC. */
  readonly date: string
  readonly machine: string
  readonly result: unknown
}

export interface Age {
  readonly name: string
  /** Null: it has not passed yet, or its commit is not in this history. */
  readonly since: { readonly date: string; readonly commits: number; readonly changedLines: number } | null
}

const root = join(import.meta.dirname, '../..')

export function writeRecord(name: string, record: ByHandRecord): void {
  writeFileSync(fileOf(name), `${JSON.stringify(record, null, 2)}\n`)
}

/** How long ago, in commits and in changed lines of its folders, each run last passed. */
export function listAges(): readonly Age[] {
  return runs.map(run => ({ name: run.name, since: measureAge(run) }))
}

function measureAge({ name, folders }: ByHandRun): Age['since'] {
  if (!existsSync(fileOf(name))) return null
  const { commit, date } = JSON.parse(readFileSync(fileOf(name), 'utf8')) as ByHandRecord
  try {
    git('merge-base', '--is-ancestor', commit, 'HEAD')
  } catch {
    return null
  }
  const commits = Number(git('rev-list', '--count', `${commit}..HEAD`))
  const numbers = git('diff', '--numstat', commit, '--', ...folders)
    .split('\n')
    .map(line => line.split('\t'))
    // A binary file has dashes in place of numbers, and counts as one line.
    .map(([added, deleted]) => (added === '-' ? 1 : Number(added ?? 0) + Number(deleted ?? 0)))
  return { date, commits, changedLines: numbers.reduce((sum, count) => sum + count, 0) }
}

export function git(...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore']
  }).trim()
}

function fileOf(name: string): string {
  return join(import.meta.dirname, `${name}.json`)
}
