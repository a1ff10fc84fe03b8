import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../../ports/tables.ts'
import type { Migration } from '../migrate.ts'

/** Calls of webhooks are bounded by the receiver's host. */
export const webhooksByHost: Migration = {
  name: '010-webhooks-by-host',
  async up(schema, dialect) {
    const text = sql.raw(dialect === 'postgres' ? 'text collate "C"' : 'text')
    await sql`alter table webhook_deliveries add column host ${text} not null default ''`.execute(schema)
    await nameHosts(schema)
    await sql`drop index webhook_deliveries_due`.execute(schema)
    await sql`create index webhook_deliveries_due on webhook_deliveries (next_attempt_at, host)
      where state = 'pending'`.execute(schema)
  }
}

async function nameHosts(schema: Kysely<Tables>): Promise<void> {
  const urls = await schema
    .selectFrom('webhook_deliveries')
    .select('url')
    .distinct()
    .where('state', '=', 'pending')
    .execute()
  for (const { url } of urls)
    await schema
      .updateTable('webhook_deliveries')
      .set({ host: URL.canParse(url) ? new URL(url).host : url })
      .where('url', '=', url)
      .where('state', '=', 'pending')
      .execute()
}
