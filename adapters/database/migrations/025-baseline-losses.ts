import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** A score holds the loss of each baseline of its predictor, by name. Scores from before have that of `constant` alone. */
export const baselineLosses: Migration = {
  name: '025-baseline-losses',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    // SQLite writes only 15 digits unless it is asked for all.
    const loss = sql.raw(dialect === 'postgres' ? 'constant_loss' : "format('%!.17g', constant_loss)")
    await sql`alter table scores add column baseline_losses ${text} not null default '{}'`.execute(schema)
    await sql`update scores set baseline_losses = '{"constant":' || ${loss} || '}'
      where constant_loss is not null`.execute(schema)
    await sql`alter table scores drop column constant_loss`.execute(schema)
  }
}
