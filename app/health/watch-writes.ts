import type { Database } from '../../ports/database.ts'

/** The same database; `onWrite` hears how each write ended: null, or what it threw. */
export function watchWrites(database: Database, onWrite: (error: unknown) => void): Database {
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
