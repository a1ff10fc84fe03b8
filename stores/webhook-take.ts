import type { Transaction } from 'kysely'
import type { Database } from '../ports/database.ts'
import type { Tables } from '../ports/tables.ts'

/** How many calls a caller can start. */
export interface CallRoom {
  readonly limit: number
  readonly maxPerHost: number
  /** Current calls of the caller's process. */
  readonly callsByHost: ReadonlyMap<string, number>
}

/** Bytes of the payloads taken at once. A larger payload is taken alone. */
const MAX_BYTES = 16_000_000

/**
 * Returns the ids of due deliveries, longest due first. Skips hosts at their limit of calls, so that a long backlog of one
 * host does not delay other hosts.
 */
export async function chooseDue(
  transaction: Transaction<Tables>,
  { dialect }: Pick<Database, 'dialect'>,
  now: number,
  { limit, maxPerHost, callsByHost }: CallRoom
): Promise<readonly string[]> {
  const counts = new Map(callsByHost)
  const chosen: string[] = []
  let bytes = 0
  for (let isSkipping = true; isSkipping && chosen.length < limit && bytes < MAX_BYTES; ) {
    isSkipping = false
    let due = selectDue(transaction, now, fullHosts({ maxPerHost, callsByHost: counts }))
      .select(['id', 'host', e => e.fn<number>('octet_length', ['payload']).as('bytes')])
      .limit(limit - chosen.length)
    if (chosen.length > 0) due = due.where('id', 'not in', chosen)
    // Skips the rows that another process is taking.
    if (dialect === 'postgres') due = due.forUpdate().skipLocked()
    for (const row of await due.execute()) {
      const count = counts.get(row.host) ?? 0
      isSkipping ||= count >= maxPerHost
      if (count >= maxPerHost || (bytes > 0 && bytes + Number(row.bytes) > MAX_BYTES)) continue
      counts.set(row.host, count + 1)
      chosen.push(row.id)
      bytes += Number(row.bytes)
    }
  }
  return chosen
}

export function selectDue(from: Database['reader'], now: number, withoutHosts: readonly string[]) {
  const due = from
    .selectFrom('webhook_deliveries')
    .where('state', '=', 'pending')
    .where('next_attempt_at', '<=', now)
    .orderBy('next_attempt_at')
  return withoutHosts.length === 0 ? due : due.where('host', 'not in', withoutHosts)
}

export function fullHosts({ maxPerHost, callsByHost }: Omit<CallRoom, 'limit'>): readonly string[] {
  return [...callsByHost].filter(([, count]) => count >= maxPerHost).map(([host]) => host)
}
