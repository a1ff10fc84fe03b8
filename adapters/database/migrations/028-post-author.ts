import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** The id of the author of a post travels with its cascade. It is unknown in the rows from before. */
export const postAuthor: Migration = {
  name: '028-post-author',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`alter table cascades add column post_author ${text}`.execute(schema)
  }
}
