import { sql } from 'kysely'
import type { Database } from '../../../ports/database.ts'
import { Failure } from '../../../ports/errors.ts'
import { migrate } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import { openHints } from './hints.ts'
import { buildPool, type PostgresSettings } from './pool.ts'
import { buildReader } from './reader.ts'
import { buildWriter } from './writer.ts'

/**
 * The cluster's database. Connects when first asked, and again after every break: each method says
 * Failure('database-unavailable') while there is none. Call `migrate` next.
 */
export function openPostgres(settings: PostgresSettings): Database {
  const writers = buildPool(settings, settings.writers ?? 6)
  const readers = buildPool(settings, settings.readers ?? 4)
  const writer = buildWriter(writers)
  const reader = buildReader(readers)
  const hints = openHints(settings)
  let isClosed = false
  const database: Database = {
    dialect: 'postgres',
    reader,
    write: writer.write,
    run: writer.run,
    hints,
    async migrate() {
      // Waits for another's migration as long as that takes, and then sees what it has brought.
      const pool = buildPool(settings, 1, true)
      try {
        await migrate({ ...database, write: buildWriter(pool, 'read committed').write }, migrations)
      } finally {
        await pool.end()
      }
    },
    async backup() {
      throw new Failure('invalid-configuration', 'PostgreSQL is backed up with its own tools: pg_dump')
    },
    async check() {
      await sql`select 1`.execute(reader)
      const { rows } = await database.write(transaction =>
        sql<{ transaction_read_only: string }>`show transaction_read_only`.execute(transaction)
      )
      if (rows[0]?.transaction_read_only !== 'off')
        throw new Failure(
          'database-unavailable',
          'the database takes no writes: it is a standby, or read-only'
        )
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await writer.idle()
      await Promise.all([writers.end(), readers.end(), hints.close()])
    }
  }
  return database
}
