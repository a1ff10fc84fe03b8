import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** What the processes of a cluster must agree on and nobody else may know. */
export const secrets: Migration = {
  name: '007-secrets',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`create table secrets (name ${text} primary key not null, secret ${text} not null)`.execute(
      schema
    )
  }
}
