import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { Tables } from '../../../ports/tables.ts'
import { buildKysely } from './dialect.ts'
import { toFailure } from './failures.ts'
import { addMedian } from './median.ts'
import { toSqliteError } from './protocol.ts'

const MAX_STATEMENTS = 200

interface Reader {
  readonly kysely: Kysely<Tables>
  readonly connection: DatabaseSync
}

/** Opens a second, read-only connection on the thread of the caller. It reads committed rows and never waits for the writer. */
export function openReader(path: string): Reader {
  const connection = new DatabaseSync(path, { readOnly: true })
  connection.exec('pragma cache_size = -4000; pragma busy_timeout = 1000')
  addMedian(connection)
  const statements = new Map<string, StatementSync>()

  function prepare(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    if (statements.size === MAX_STATEMENTS) statements.clear()
    const prepared = connection.prepare(sql)
    statements.set(sql, prepared)
    return prepared
  }

  const kysely = buildKysely(
    async (sql, parameters) => {
      try {
        return { rows: prepare(sql).all(...(parameters as SQLInputValue[])), changes: 0 }
      } catch (error) {
        throw toFailure(toSqliteError(error))
      }
    },
    { begin: refuse, commit: refuse, rollback: refuse }
  )
  return { kysely, connection }
}

function refuse(): never {
  throw new Error('the reader allows no transactions')
}
