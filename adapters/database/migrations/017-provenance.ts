import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/**
 * Where cascades, outcomes, samples and scores come from, and when what is scored was forecast. What was known before is
 * carried over: the replays of a simulation or of the shipped folder, and the ids that began with `simulated`.
 */
export const provenance: Migration = {
  name: '017-provenance',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    const column = sql`column provenance ${text} not null default 'real'`
    for (const table of ['replays', 'cascades', 'outcomes', 'samples', 'scores'])
      await sql`alter table ${sql.table(table)} add ${column}`.execute(schema)
    await sql`update replays set provenance = case
        when options like '%"kind":"simulation"%' then 'simulated'
        when folder like '%/examples/simulated' or folder like '%\\examples\\simulated' then 'demo'
        else 'real' end`.execute(schema)
    // A replay's label is the source of its cascades; further rounds append their number.
    await sql`update cascades set provenance = coalesce(
        (select replays.provenance from replays
          where cascades.source = replays.label or cascades.source like replays.label || '-%' limit 1),
        case when source like 'simulated.%' then 'simulated' else 'real' end)`.execute(schema)
    for (const table of ['outcomes', 'samples', 'scores'])
      await sql`update ${sql.table(table)} set provenance = coalesce(
          (select cascades.provenance from cascades where cascades.id = subject and cascades.provenance != 'real'),
          case when subject like 'simulated/%' or subject like 'simulated.%' then 'simulated' else 'real' end)
        where predictor = 'cascade-size'`.execute(schema)
    await sql`alter table scores add column forecast_at bigint not null default 0`.execute(schema)
    await sql`update scores set forecast_at = coalesce(
        (select predictions.created_at from predictions where predictions.id = scores.prediction_id),
        scores.created_at)`.execute(schema)
    await sql`create index samples_provenance on samples (predictor, version, provenance, ended_at, id)`.execute(
      schema
    )
    await sql`create index scores_forecast on scores (predictor, model_version, forecast_at)`.execute(schema)
  }
}
