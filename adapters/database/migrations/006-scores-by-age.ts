import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Scores are swept by when they were made: the cases of a replayed past ended long ago. */
export const scoresByAge: Migration = {
  name: '006-scores-by-age',
  async up(schema) {
    await sql`alter table scores add column created_at bigint not null default 0`.execute(schema)
    await sql`update scores set created_at = ended_at`.execute(schema)
    await sql`drop index scores_ended`.execute(schema)
    await sql`create index scores_created on scores (created_at)`.execute(schema)
  }
}
