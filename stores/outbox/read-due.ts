import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
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

interface DueRows {
  readonly kind: OutboxKind
  readonly destination: string
  readonly limit: number
  readonly now: number
}

/** As a rule all that is due is small: only where it is not are the bytes summed row by row, which costs more. */
export async function readDue(reader: Kysely<Tables>, of: DueRows): Promise<readonly OutboxRecord[]> {
  const due = reader
    .selectFrom('outbox')
    .where('kind', '=', of.kind)
    .where('destination', '=', of.destination)
    .where('due_at', '<=', of.now)
    .orderBy('due_at')
    .orderBy('sequence')
    .limit(of.limit)
  const sized = due.select(['sequence', 'due_at', sizeOfRow.as('size')])
  const { bytes, last } = await reader
    .selectFrom(sized.as('sized'))
    .select(({ fn }) => [fn.sum<number | null>('size').as('bytes'), fn.max('sequence').as('last')])
    .executeTakeFirstOrThrow()
  if (last === null) return []
  const rows =
    Number(bytes) < MAX_BATCH_BYTES
      ? await due.selectAll().where('sequence', '<=', last).execute()
      : await readFirstBytes(reader, sized)
  return rows.map(({ due_at, created_at, ...rest }) => ({ ...rest, dueAt: due_at, createdAt: created_at }))
}

const sizeOfRow = sql<number>`octet_length(payload) + coalesce(octet_length(bytes), 0)`

function readFirstBytes(
  reader: Kysely<Tables>,
  sized: SelectQueryBuilder<Tables, 'outbox', { sequence: number; due_at: number; size: number }>
) {
  const summed = reader
    .selectFrom(sized.as('sized'))
    .select(['sequence', sql<number>`sum(size) over (order by due_at, sequence) - size`.as('before')])
  const chosen = reader
    .selectFrom(summed.as('summed'))
    .select('sequence')
    .where('before', '<', MAX_BATCH_BYTES)
  return reader
    .selectFrom('outbox')
    .selectAll()
    .where('sequence', 'in', chosen)
    .orderBy('due_at')
    .orderBy('sequence')
    .execute()
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
