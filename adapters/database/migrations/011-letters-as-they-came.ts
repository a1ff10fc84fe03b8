import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../../ports/tables.ts'
import type { Migration } from '../migrate.ts'

/**
 * Dead letters are kept as they came, byte by byte, and go out so again; each destination's rows of the outbox are found
 * by themselves.
 */
export const lettersAsTheyCame: Migration = {
  name: '011-letters-as-they-came',
  async up(schema, dialect) {
    const run = (statement: string) => sql.raw(statement).execute(schema)
    const bytes = dialect === 'postgres' ? 'bytea' : 'blob'
    const text = dialect === 'postgres' ? 'text collate "C"' : 'text'
    if (dialect === 'postgres') {
      await run(`alter table dead_letters alter column body type bytea using convert_to(body, 'UTF8')`)
      await run('alter table dead_letters alter column body set storage external')
    } else await run('update dead_letters set body = cast(body as blob)')
    await run(`alter table dead_letters add column properties ${text}`)
    await giveIds(schema)
    await run(`alter table outbox add column bytes ${bytes}`)
    await run(`alter table outbox add column properties ${text}`)
    await run('drop index outbox_due')
    await run('create index outbox_due on outbox (kind, destination, due_at, sequence)')
    await run(`create index outbox_feed on outbox (due_at, sequence) where kind = 'feed'`)
    if (dialect === 'postgres') await run('alter table outbox alter column bytes set storage external')
    else await nameEmbeddedLetters(schema)
  }
}

/** Ids were what unreadable messages called themselves: '' and others that no URL can carry. */
async function giveIds(schema: Kysely<Tables>): Promise<void> {
  const rows = await schema.selectFrom('dead_letters').select('id').execute()
  for (const { id } of rows.filter(row => !/^[A-Za-z0-9._~-]{1,250}$/.test(row.id)))
    await schema
      .updateTable('dead_letters')
      .set({ id: `dlt_${randomUUID()}` })
      .where('id', '=', id)
      .execute()
}

async function nameEmbeddedLetters(schema: Kysely<Tables>): Promise<void> {
  await sql`alter table queue_dead_letters add column letter_id text not null default ''`.execute(schema)
  await sql`update queue_dead_letters set letter_id = 'dlt_' || lower(hex(randomblob(16)))`.execute(schema)
}
