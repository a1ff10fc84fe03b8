import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** A prediction says itself where its input comes from. Those from before get it from their cascades. */
export const predictionProvenance: Migration = {
  name: '026-prediction-provenance',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`alter table predictions add column provenance ${text} not null default 'real'`.execute(schema)
    await sql`update predictions
      set provenance = (select cascades.provenance from cascades where cascades.id = predictions.subject)
      where predictor = 'cascade-size' and subject in (select id from cascades where provenance != 'real')`.execute(
      schema
    )
  }
}
