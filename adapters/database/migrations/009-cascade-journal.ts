import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Events of many cascades at once, until each has them in a chunk of its own. */
export const cascadeJournal: Migration = {
  name: '009-cascade-journal',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    const bytes = sql.raw(dialect === 'postgres' ? 'bytea' : 'blob')
    await sql`create table cascade_journal (
      partition bigint not null, number bigint not null, cascades ${text} not null, bytes ${bytes} not null,
      primary key (partition, number))`.execute(schema)
    if (dialect !== 'postgres') return
    for (const column of ['cascades', 'bytes'])
      await sql.raw(`alter table cascade_journal alter ${column} set storage external`).execute(schema)
  }
}
