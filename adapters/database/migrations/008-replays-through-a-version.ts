import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Replays of the recorded topic through a model version, and the forecasts they have asked for. */
export const replaysThroughAVersion: Migration = {
  name: '008-replays-through-a-version',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`alter table replays add column model bigint`.execute(schema)
    await sql`create table replay_forecasts (
      replay_id ${text} not null, subject ${text} not null, slice ${text} not null, prediction_id ${text} not null,
      primary key (replay_id, subject, slice))`.execute(schema)
    await sql`create index replay_forecasts_prediction on replay_forecasts (prediction_id)`.execute(schema)
  }
}
