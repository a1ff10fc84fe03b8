import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** The median of a cascade's forecast, and the probability that raised an alert. */
export const medians: Migration = {
  name: '031-medians',
  async up(schema, dialect) {
    const real = sql.raw(dialect === 'postgres' ? 'double precision' : 'real')
    await sql`alter table cascades add column forecast_median ${real}`.execute(schema)
    await sql`alter table alerts add column probability ${real}`.execute(schema)
  }
}
