import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import { Failure } from '../../ports/errors.ts'
import type { Health } from '../../ports/health.ts'
import { mergeProblems } from './problems.ts'
import type { Remedies } from './remedies.ts'

/** A full disk may accept a small write: it counts as full until no write has failed for this long. */
const FULL_SECONDS = 30

/** Watches whether the database can store rows, by the writes of this process and by checks. */
export function buildStorageHealth(health: Health, clock: Clock, remedies: Remedies) {
  const component = health.component({ name: 'database', role: 'every', remedy: remedies.database })
  const reportDatabase = mergeProblems<'write' | 'check'>(component)
  const disk = health.component({ name: 'disk', role: 'every', remedy: remedies.disk })
  const reportDisk = mergeProblems<'write' | 'check'>(disk)
  let fullAt = Number.NEGATIVE_INFINITY

  function onWrite(error: unknown): void {
    if (error === null) {
      component.noteProgress()
      reportDatabase('write', null)
      if (clock.monotonic() - fullAt > FULL_SECONDS * 1_000) reportDisk('write', null)
      return
    }
    if (!(error instanceof Failure)) return
    const problem = { state: 'failed', cause: error.message } as const
    if (error.code === 'database-unavailable') reportDatabase('write', problem)
    if (error.code !== 'storage-full') return
    fullAt = clock.monotonic()
    reportDisk('write', problem)
  }

  return { watch: (database: Database) => watchWrites(database, onWrite), reportDatabase, reportDisk }
}

/** Wraps a database: calls `onWrite` after each write, with its error or null. */
function watchWrites(database: Database, onWrite: (error: unknown) => void): Database {
  async function watched<T>(writing: Promise<T>): Promise<T> {
    try {
      const result = await writing
      onWrite(null)
      return result
    } catch (error) {
      onWrite(error)
      throw error
    }
  }
  return {
    ...database,
    write: (work, options) => watched(database.write(work, options)),
    run: (statements, options) => watched(database.run(statements, options))
  }
}
