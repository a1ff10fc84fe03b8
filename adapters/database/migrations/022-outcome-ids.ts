import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../../ports/tables.ts'
import type { Migration } from '../migrate.ts'

/**
 * A subject may have several outcomes, each with its own samples and scores. Those that were there before are the only ones of
 * their subjects: their id is empty.
 */
export const outcomeIds: Migration = {
  name: '022-outcome-ids',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    for (const table of ['outcomes', 'samples', 'scores'])
      await sql`alter table ${sql.table(table)} add column outcome_id ${text} not null default ''`.execute(
        schema
      )
    if (dialect === 'postgres') {
      await sql`alter table outcomes drop constraint predictor_subject_key,
        add primary key (predictor, subject, outcome_id)`.execute(schema)
      await sql`alter table scores drop constraint scores_pkey,
        add primary key (prediction_id, outcome_id)`.execute(schema)
    } else {
      await rebuild(schema, 'outcomes', 'predictor, subject, outcome_id')
      await rebuild(schema, 'scores', 'prediction_id, outcome_id')
    }
  }
}

/** SQLite changes no primary key: the table is written again, with its indexes. */
async function rebuild(schema: Kysely<Tables>, table: string, key: string): Promise<void> {
  const { rows: columns } = await sql<{ name: string; type: string; notnull: number; preset: string | null }>`
    select name, type, "notnull", dflt_value as preset from pragma_table_info(${table})`.execute(schema)
  const { rows: indexes } = await sql<{ sql: string }>`
    select sql from sqlite_master where type = 'index' and tbl_name = ${table} and sql is not null`.execute(
    schema
  )
  const defined = columns.map(
    ({ name, type, notnull, preset }) =>
      `"${name}" ${type}${notnull ? ' not null' : ''}${preset === null ? '' : ` default ${preset}`}`
  )
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  await sql.raw(`create table rebuilt (${defined.join(', ')}, primary key (${key}))`).execute(schema)
  await sql.raw(`insert into rebuilt (${names}) select ${names} from ${table}`).execute(schema)
  await sql.raw(`drop table ${table}`).execute(schema)
  await sql.raw(`alter table rebuilt rename to ${table}`).execute(schema)
  for (const index of indexes) await sql.raw(index.sql).execute(schema)
}
