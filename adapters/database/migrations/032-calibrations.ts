import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** What each version learned from recent outcomes. */
export const calibrations: Migration = {
  name: '032-calibrations',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`create table calibrations (
      predictor ${text} not null, version bigint not null, calibration ${text}, cases bigint not null,
      learned_at bigint not null, primary key (predictor, version))`.execute(schema)
  }
}
