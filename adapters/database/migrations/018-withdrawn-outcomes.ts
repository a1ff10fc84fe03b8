import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Outcomes that were withdrawn stay as marks, and each says which source of the stream ended it. */
export const withdrawnOutcomes: Migration = {
  name: '018-withdrawn-outcomes',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`alter table outcomes add column stream_source ${text}`.execute(schema)
    await sql`alter table outcomes add column withdrawn_at bigint`.execute(schema)
    await sql`update outcomes set stream_source =
        (select cascades.source from cascades where cascades.id = outcomes.subject)
      where predictor = 'cascade-size'`.execute(schema)
    await sql`create index outcomes_stream_source on outcomes (stream_source) where stream_source is not null`.execute(
      schema
    )
  }
}
