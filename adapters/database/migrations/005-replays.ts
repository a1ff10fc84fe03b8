import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Replays, asked for and played. */
export const replays: Migration = {
  name: '005-replays',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`create table replays (
      id ${text} primary key not null, label ${text} not null, folder ${text}, options ${text} not null,
      state ${text} not null, reason ${text}, owner ${text}, lease_until bigint, round bigint not null,
      taken bigint not null, epoch double precision, events bigint not null, cascades bigint not null,
      total_events bigint, total_cascades bigint, collected_before ${text}, created_at bigint not null,
      started_at bigint, finished_at bigint)`.execute(schema)
    await sql`create index replays_open on replays (id) where state in ('queued', 'running')`.execute(schema)
  }
}
