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
 * The database of the cluster. Connects at the first statement, and reconnects after every failure. All methods reject
 * with Failure('database-unavailable') while there is no connection. Call `migrate` next.
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
      // Without a timeout: it waits for the migration of another process. 'read committed' then sees its result.
      const pool = buildPool(settings, 1, true)
      try {
        await migrate({ ...database, write: buildWriter(pool, 'read committed').write }, migrations)
      } finally {
        await pool.end()
      }
    },
    async backup() {
      throw new Failure('invalid-configuration', 'PostgreSQL has its own backup: use pg_dump')
    },
    async check() {
      await sql`select 1`.execute(reader)
      const { rows } = await database.write(transaction =>
        sql<{ transaction_read_only: string }>`show transaction_read_only`.execute(transaction)
      )
      if (rows[0]?.transaction_read_only !== 'off')
        throw new Failure(
          'database-unavailable',
          'the database is read-only or a standby: connect to the primary'
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
