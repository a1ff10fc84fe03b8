import { backup } from 'node:sqlite'
import { sql } from 'kysely'
import type { Database } from '../../../ports/database.ts'
import { migrate } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import { toFailure } from './failures.ts'
import { buildGroupedWriter } from './grouped-writer.ts'
import { startOwner } from './owner.ts'
import type { OwnerSettings } from './protocol.ts'
import { openReader } from './reader.ts'

/**
 * The embedded database: one file with its -wal and -shm files. A separate thread writes it; this thread reads it.
 * Call `migrate` next. Throws Failure('database-unavailable') if the file cannot be opened or is not a database.
 */
export async function openSqlite(settings: OwnerSettings): Promise<Database> {
  const owner = await startOwner(settings).catch(error => {
    throw toFailure(error)
  })
  const writer = buildGroupedWriter(owner)
  const { kysely, connection } = openReader(settings.path)
  let isClosed = false
  const database: Database = {
    dialect: 'sqlite',
    reader: kysely,
    write: writer.write,
    run: writer.run,
    // No other process uses the file.
    hints: { send: () => {}, listen: () => () => {} },
    migrate: () => migrate(database, migrations),
    async backup(path) {
      await backup(connection, path)
    },
    async check() {
      await database.write(transaction => sql`select 1`.execute(transaction))
      await sql`select 1`.execute(kysely)
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await writer.idle()
      connection.close()
      await owner.close()
    }
  }
  return database
}
