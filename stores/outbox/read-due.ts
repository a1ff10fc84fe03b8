import { type Kysely, sql } from 'kysely'
import type { OutboxKind, Tables } from '../../ports/tables.ts'
import type { OutboxRecord } from '../outbox.ts'

/** Of one batch: what a relay holds in memory of one destination. */
export const MAX_BATCH_BYTES = 4_000_000

/** One step in the index for each, however many rows wait there. */
export async function readDestinations(reader: Kysely<Tables>, kind: OutboxKind): Promise<readonly string[]> {
  const { rows } = await sql<{ destination: string }>`
    with recursive found (destination) as (
      select min(destination) from outbox where kind = ${kind}
      union all
      select (select min(destination) from outbox where kind = ${kind} and destination > found.destination)
      from found where found.destination is not null
    )
    select destination from found where destination is not null`.execute(reader)
  return rows.map(row => row.destination)
}

export async function readDue(
  reader: Kysely<Tables>,
  of: {
    readonly kind: OutboxKind
    readonly destination: string
    readonly limit: number
    readonly now: number
  }
): Promise<readonly OutboxRecord[]> {
  const first = reader
    .selectFrom('outbox')
    .select([
      'sequence',
      'due_at',
      sql<number>`octet_length(payload) + coalesce(octet_length(bytes), 0)`.as('size')
    ])
    .where('kind', '=', of.kind)
    .where('destination', '=', of.destination)
    .where('due_at', '<=', of.now)
    .orderBy('due_at')
    .orderBy('sequence')
    .limit(of.limit)
  const summed = reader
    .selectFrom(first.as('first'))
    .select(['sequence', sql<number>`sum(size) over (order by due_at, sequence) - size`.as('before')])
  const chosen = reader
    .selectFrom(summed.as('summed'))
    .select('sequence')
    .where('before', '<', MAX_BATCH_BYTES)
  const rows = await reader
    .selectFrom('outbox')
    .selectAll()
    .where('sequence', 'in', chosen)
    .orderBy('due_at')
    .orderBy('sequence')
    .execute()
  return rows.map(({ due_at, created_at, ...rest }) => ({ ...rest, dueAt: due_at, createdAt: created_at }))
}

export async function readFeedSequences(
  reader: Kysely<Tables>,
  { limit, now }: { readonly limit: number; readonly now: number }
): Promise<readonly number[]> {
  const rows = await reader
    .selectFrom('outbox')
    .select('sequence')
    // By name, so that the index of the feed alone is used.
    .where('kind', '=', sql.lit('feed'))
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('sequence')
    .limit(limit)
    .execute()
  return rows.map(row => row.sequence)
}
