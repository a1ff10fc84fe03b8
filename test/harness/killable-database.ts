import type { Database } from '../../ports/database.ts'
import { Failure } from '../../ports/errors.ts'

export interface KillableDatabase extends Database {
  /** Stops all reads and writes, as after SIGKILL. */
  die(): void
  /** Allows reads and writes again, as after an outage. */
  revive(): void
}

/** Another connection to a database, which a test can cut off while the database keeps running. */
export function buildKillableDatabase(database: Database): KillableDatabase {
  let isDead = false
  const dead = () => new Failure('database-unavailable', 'the database is away')
  return {
    ...database,
    get reader() {
      if (isDead) throw dead()
      return database.reader
    },
    write: async (work, options) => {
      if (isDead) throw dead()
      return database.write(work, options)
    },
    run: async (statements, options) => {
      if (isDead) throw dead()
      return database.run(statements, options)
    },
    async check() {
      if (isDead) throw dead()
      await database.check()
    },
    die() {
      isDead = true
    },
    revive() {
      isDead = false
    }
  }
}
