import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Verifications of the live version, and what each version answered on a golden set. */
export const verifications: Migration = {
  name: '024-verifications',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`create table verifications (
      id ${text} primary key not null, predictor ${text} not null, kind ${text} not null, "trigger" ${text} not null,
      state ${text} not null, attempts bigint not null, version bigint, cases bigint, metrics ${text}, reason ${text},
      created_at bigint not null, started_at bigint, finished_at bigint)`.execute(schema)
    await sql`create index verifications_predictor on verifications (predictor, id)`.execute(schema)
    await sql`create index verifications_open on verifications (predictor, id)
      where state in ('queued', 'running')`.execute(schema)
    await sql`create index verifications_created on verifications (created_at)`.execute(schema)
    await sql`create table golden_answers (
      predictor ${text} not null, version bigint not null, golden_set ${text} not null, answers ${text} not null,
      created_at bigint not null, primary key (predictor, version, golden_set))`.execute(schema)
  }
}
