import { migrations } from '../../adapters/database/migrations/index.ts'
import { readLock } from '../adapters/lock-migrations.ts'
import { type Age, listAges } from './records.ts'

const MAX_CHANGED_LINES = 500

/** What keeps this commit from being released. */
export function findReleaseFaults(ages: readonly Age[], unlocked: readonly string[]): readonly string[] {
  const runs = ages.flatMap(({ name, since }) => {
    const command = `run npm run by-hand -- ${name}`
    if (since === null) return [`${name} has not passed in this history: ${command}`]
    if (since.changedLines <= MAX_CHANGED_LINES) return []
    return [
      `${since.changedLines} lines have changed since ${name} passed (at most ${MAX_CHANGED_LINES}): ${command}`
    ]
  })
  return [...runs, ...unlocked.map(name => `migration ${name} is not locked: run npm run lock:migrations`)]
}

// npm run check:release
if (import.meta.main) {
  const lock = readLock()
  const unlocked = migrations.map(({ name }) => name).filter(name => lock[name] === undefined)
  const faults = findReleaseFaults(listAges(), unlocked)
  for (const fault of faults) console.error(fault)
  if (faults.length === 0) console.log('ready to be released')
  process.exitCode = faults.length === 0 ? 0 : 1
}
