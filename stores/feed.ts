import { type Selectable, sql, type Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { FeedRow, Tables } from '../ports/tables.ts'
import { buildByList } from './by-list.ts'
import { buildNotice, gather } from './notices.ts'

/** One server-sent event. Sequences grow by commit order, with no gaps that fill later. */
export interface FeedEvent {
  readonly sequence: number
  /** 'predictions', 'alerts', 'models', ... */
  readonly topic: string
  /** What it is about: a prediction's id. */
  readonly key: string
  /** JSON text. */
  readonly payload: string
  readonly createdAt: number
}

export interface FeedFilter {
  readonly topic?: string | undefined
  readonly key?: string | undefined
}

export interface Feed {
  /** The newest sequence, 0 when there is none: where a fresh subscriber starts. */
  latest(): Promise<number>
  /** The oldest sequence still kept, 0 when empty: a resume from before it has lost events. */
  oldest(): Promise<number>
  /** After `sequence`, in order. */
  read(filter: FeedFilter, afterSequence: number, limit: number): Promise<readonly FeedEvent[]>
  /**
   * Every matching event after `afterSequence`, old and new, in order, each once, until aborted. Told at once of this
   * process's, within 250 ms of others'. A slow reader is not waited for: the iterator reads from the rows.
   */
  follow(filter: FeedFilter, afterSequence: number, signal: AbortSignal): AsyncIterable<FeedEvent>
  /** The relay's: gives the next sequences to these rows of the outbox, within its transaction and under its lease. */
  append(transaction: Transaction<Tables>, outboxSequences: readonly number[]): Promise<void>
  /** The relay's, after its commit. */
  wake(): void
  /** Deletes at most `limit` events older than `before`; how many. */
  sweep(before: number, limit: number): Promise<number>
}

// How soon another process's events are seen without a hint, for how long hints are gathered, and how many are read at a time.
const POLL_MILLISECONDS = 250
const GATHER_MILLISECONDS = 50
const READ_LIMIT = 200
const HINT = 'feed'

export function buildFeed({ database, clock }: { readonly database: Database; readonly clock: Clock }): Feed {
  const { reader } = database
  const grown = buildNotice<undefined>()
  database.hints.listen(
    HINT,
    gather(GATHER_MILLISECONDS, () => grown.tell(undefined))
  )
  // Within the database: what is said does not pass through this thread once more.
  const insert = buildByList(reader, (schema, list) =>
    schema
      .insertInto('feed')
      .columns(['sequence', 'outbox_id', 'topic', 'key', 'payload', 'created_at'])
      .expression(from =>
        from
          .selectFrom('outbox')
          .where('sequence', 'in', list)
          .select([
            sql<number>`(select coalesce(max(sequence), 0) from feed) + row_number() over (order by sequence)`.as(
              'next'
            ),
            'id',
            'destination',
            'key',
            'payload',
            'created_at'
          ])
      )
  )

  async function read(
    filter: FeedFilter,
    afterSequence: number,
    limit: number
  ): Promise<readonly FeedEvent[]> {
    let query = reader.selectFrom('feed').selectAll().where('sequence', '>', afterSequence)
    if (filter.topic !== undefined) query = query.where('topic', '=', filter.topic)
    if (filter.key !== undefined) query = query.where('key', '=', filter.key)
    const rows = await query.orderBy('sequence').limit(limit).execute()
    return rows.map(toEvent)
  }

  async function* follow(
    filter: FeedFilter,
    afterSequence: number,
    signal: AbortSignal
  ): AsyncGenerator<FeedEvent> {
    let last = afterSequence
    while (!signal.aborted) {
      // Listening before reading: an event in between is not missed.
      const waiting = new AbortController()
      const stop = grown.listen(() => waiting.abort())
      const end = () => waiting.abort()
      signal.addEventListener('abort', end, { once: true })
      try {
        const events = await read(filter, last, READ_LIMIT)
        for (const event of events) {
          if (signal.aborted) return
          last = event.sequence
          yield event
        }
        if (events.length < READ_LIMIT) await clock.sleep(POLL_MILLISECONDS, waiting.signal)
      } finally {
        stop()
        signal.removeEventListener('abort', end)
      }
    }
  }

  async function edge(order: 'asc' | 'desc'): Promise<number> {
    const row = await reader
      .selectFrom('feed')
      .select('sequence')
      .orderBy('sequence', order)
      .limit(1)
      .executeTakeFirst()
    return row?.sequence ?? 0
  }

  return {
    latest: () => edge('desc'),
    oldest: () => edge('asc'),
    read,
    follow,
    async append(transaction, outboxSequences) {
      await insert(transaction, outboxSequences)
    },
    wake() {
      grown.tell(undefined)
      database.hints.send(HINT)
    },
    async sweep(before, limit) {
      const newest = await edge('desc')
      const oldest = await reader
        .selectFrom('feed')
        .select(['sequence', 'created_at'])
        .orderBy('sequence')
        .limit(limit)
        .execute()
      // The newest stays, so that sequences never begin again.
      const past = oldest.filter(row => row.created_at < before && row.sequence !== newest)
      const last = past.at(-1)?.sequence
      if (last === undefined) return 0
      await database.write(transaction =>
        transaction.deleteFrom('feed').where('sequence', '<=', last).execute()
      )
      return past.length
    }
  }
}

function toEvent({ sequence, topic, key, payload, created_at }: Selectable<FeedRow>): FeedEvent {
  return { sequence, topic, key, payload, createdAt: created_at }
}
