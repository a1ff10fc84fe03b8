import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import { Failure } from '../../ports/errors.ts'
import type { Health } from '../../ports/health.ts'
import { mergeProblems } from './problems.ts'
import type { Remedies } from './remedies.ts'

/** A full disk lets a small write through now and then: it is full until none has failed for so long. */
const FULL_SECONDS = 30

/** Whether rows can be stored, as the process's own writes and `check` find. */
export function buildStorageHealth(health: Health, clock: Clock, remedies: Remedies) {
  const component = health.component({ name: 'database', role: 'every', remedy: remedies.database })
  const reportDatabase = mergeProblems<'write' | 'check'>(component)
  const disk = health.component({ name: 'disk', role: 'every', remedy: remedies.disk })
  const reportDisk = mergeProblems<'write' | 'room'>(disk)
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

/** The same database; `onWrite` hears how each write ended: null, or what it threw. */
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
