import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Cascades as they grow, how far the stream has been read, alerts. */
export const cascades: Migration = {
  name: '003-cascades',
  async up(schema, dialect) {
    const real = sql.raw('double precision')
    const bytes = sql.raw(dialect === 'sqlite' ? 'blob' : 'bytea')
    await sql`create table cascades (
      id text primary key not null, partition bigint not null, source text not null, state text not null,
      origin ${real}, post bigint not null, is_adopted bigint not null, first_time ${real} not null,
      last_time ${real} not null, events bigint not null, chunks bigint not null, windows_done text not null,
      due_at ${real}, ended_at ${real}, revision bigint not null, forecast_window ${real}, forecast_point ${real},
      forecast_low ${real}, forecast_high ${real}, forecast_id text, updated_at bigint not null)`.execute(
      schema
    )
    await sql`create index cascades_due on cascades (partition, source, due_at, id) where state = 'open'`.execute(
      schema
    )
    await sql`create index cascades_hot on cascades (forecast_point) where forecast_point is not null`.execute(
      schema
    )
    await sql`create index cascades_updated on cascades (updated_at, id)`.execute(schema)
    await sql`create index cascades_forgotten on cascades (updated_at) where state = 'forgotten'`.execute(
      schema
    )
    await sql`create table cascade_chunks (
      cascade_id text not null, number bigint not null, bytes ${bytes} not null,
      primary key (cascade_id, number))`.execute(schema)
    await sql`create table checkpoints (
      group_name text not null, topic text not null, partition bigint not null, owner text not null,
      position bigint not null, state text, updated_at bigint not null,
      primary key (group_name, topic, partition))`.execute(schema)
    await sql`create table alerts (
      id text primary key not null, cascade_id text not null, window_seconds ${real} not null,
      prediction_id text not null, predicted ${real} not null, measure text not null, threshold ${real} not null,
      created_at bigint not null)`.execute(schema)
    await sql`create index alerts_created on alerts (created_at, id)`.execute(schema)
    await sql`create index alerts_cascade on alerts (cascade_id, created_at)`.execute(schema)
  }
}
