import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../../ports/database.ts'
import { Failure } from '../../ports/errors.ts'
import type { Tables } from '../../ports/tables.ts'

// An arbitrary number, the same in every process.
const LOCK_KEY = 0x67726f75

/** One change of the schema, for both databases. It never changes once it has landed. */
export interface Migration {
  /** Such as '001-foundation'. The names sort in the order of the migrations and never change. */
  readonly name: string
  up(schema: Kysely<Tables>, dialect: Database['dialect']): Promise<void>
}

/**
 * Applies the migrations of `known` that the database lacks, in one transaction and in one process at a time.
 * Throws Failure('data-folder-newer') if the database has a migration that is not in `known`.
 */
export async function migrate(database: Database, known: readonly Migration[]): Promise<void> {
  await database.write(async transaction => {
    if (database.dialect === 'postgres')
      await sql`select pg_advisory_xact_lock(${LOCK_KEY})`.execute(transaction)
    const applied = await readApplied(transaction)
    if (applied.length > known.length || applied.some((name, index) => known[index]?.name !== name)) {
      const newest = applied.at(-1)
      throw new Failure('data-folder-newer', `the data was written by a newer version (schema ${newest})`)
    }
    for (const migration of known.slice(applied.length)) {
      await migration.up(transaction, database.dialect)
      await sql`insert into schema_history (name, applied_at) values (${migration.name}, ${Date.now()})`.execute(
        transaction
      )
    }
  })
}

async function readApplied(transaction: Transaction<Tables>): Promise<string[]> {
  await sql`create table if not exists schema_history (name text primary key, applied_at bigint not null)`.execute(
    transaction
  )
  const { rows } = await sql<{ name: string }>`select name from schema_history order by name`.execute(
    transaction
  )
  return rows.map(row => row.name)
}
