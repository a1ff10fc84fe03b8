import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Cascades that grow faster than expected, and their alerts. */
export const growingFaster: Migration = {
  name: '029-growing-faster',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`alter table cascades add column faster_since double precision`.execute(schema)
    await sql`create index cascades_faster on cascades (faster_since) where faster_since is not null`.execute(
      schema
    )
    await sql`alter table alerts add column kind ${text} not null default 'threshold'`.execute(schema)
  }
}
