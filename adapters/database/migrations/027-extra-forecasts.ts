import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Forecasts of a watched cascade beside its windows: their state, their ids, and their low priority on the queue. */
export const extraForecasts: Migration = {
  name: '027-extra-forecasts',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`alter table predictions add column extra_id ${text}`.execute(schema)
    await sql`alter table predictions add column extra_reason ${text}`.execute(schema)
    await sql`alter table cascades add column extra ${text}`.execute(schema)
    await sql`alter table cascades add column forecast_at bigint`.execute(schema)
    await sql`create index cascades_forecast on cascades (forecast_at) where state = 'open'`.execute(schema)
    if (dialect === 'sqlite')
      await sql`alter table queue_messages add column is_low integer not null default 0`.execute(schema)
  }
}
