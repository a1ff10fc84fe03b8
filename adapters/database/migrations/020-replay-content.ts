import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** A digest of what a replay's folder held when it began. */
export const replayContent: Migration = {
  name: '020-replay-content',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`alter table replays add column content ${text}`.execute(schema)
  }
}
