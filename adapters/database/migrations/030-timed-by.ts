import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** How the service knew that the input of a prediction was complete. */
export const timedBy: Migration = {
  name: '030-timed-by',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`alter table predictions add column timed_by ${text}`.execute(schema)
  }
}
