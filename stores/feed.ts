import { type Selectable, sql, type Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { FeedRow, Tables } from '../ports/tables.ts'
import { buildByList } from './by-list.ts'
import { digestOf, EMPTY_FEED_TOKEN, readFeedToken, writeFeedToken } from './feed-token.ts'
import { buildSignal, debounce } from './signal.ts'

/** One server-sent event. Sequences follow the order of commits; a lower one never appears later. */
export interface FeedEvent {
  readonly sequence: number
  /** The token with which a reader resumes after this event. */
  readonly token: string
  /** 'predictions', 'alerts', 'models', ... */
  readonly topic: string
  /** The id of its prediction or subject. */
  readonly key: string
  /** JSON text. */
  readonly payload: string
  readonly createdAt: number
}

interface FeedFilter {
  readonly topic?: string | undefined
  readonly key?: string | undefined
}

/** Where a reader starts. */
export interface FeedStart {
  /** The reader gets the events after this sequence. */
  readonly after: number
  readonly token: string
  /**
   * Events were missed. expired: they were deleted; the reader gets the oldest kept events. unknown-id: the token belongs
   * to another history (a restored database, another installation); the reader gets new events only.
   */
  readonly gap: { readonly reason: 'expired' | 'unknown-id'; readonly oldest: number } | null
}

export interface Feed {
  /** Finds the start after the event of this token; null: from now on. */
  start(token: string | null): Promise<FeedStart>
  /** Returns the newest sequence, 0 when empty: a new subscriber starts there. */
  latest(): Promise<number>
  /** Returns the oldest kept sequence, 0 when empty: a reader that resumes before it has missed events. */
  oldest(): Promise<number>
  /** Reads events after `afterSequence`, in order. */
  read(filter: FeedFilter, afterSequence: number, limit: number): Promise<readonly FeedEvent[]>
  /**
   * Yields every matching event after `afterSequence`, old and new, in order, each once, until aborted. Events of this
   * process arrive at once, those of other processes within 250 ms. A slow reader delays nobody: the iterator reads rows.
   */
  follow(filter: FeedFilter, afterSequence: number, signal: AbortSignal): AsyncIterable<FeedEvent>
  /** For the relay: assigns the next sequences to these rows of the outbox, in its transaction and under its lease. */
  append(transaction: Transaction<Tables>, outboxSequences: readonly number[]): Promise<void>
  /** For the relay, after its commit: notifies readers. */
  wake(): void
  /** Deletes at most `limit` events older than `before`. Returns their number. */
  sweep(before: number, limit: number): Promise<number>
}

// Interval of polls for events of other processes, debounce of hints, and events in one read.
const POLL_MILLISECONDS = 250
const DEBOUNCE_MILLISECONDS = 50
const READ_LIMIT = 200
const HINT = 'feed'

export function buildFeed({ database, clock }: { readonly database: Database; readonly clock: Clock }): Feed {
  const { reader } = database
  const grown = buildSignal<undefined>()
  database.hints.listen(
    HINT,
    debounce(DEBOUNCE_MILLISECONDS, () => grown.emit(undefined))
  )
  // Copies rows within the database, so that payloads do not pass through this process again.
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
      // Subscribes before it reads, so that no event in between is missed.
      const waiting = new AbortController()
      const stop = grown.subscribe(() => waiting.abort())
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

  function edgeRow(order: 'asc' | 'desc') {
    return reader.selectFrom('feed').selectAll().orderBy('sequence', order).limit(1).executeTakeFirst()
  }

  async function edge(order: 'asc' | 'desc'): Promise<number> {
    return (await edgeRow(order))?.sequence ?? 0
  }

  async function start(text: string | null): Promise<FeedStart> {
    const newest = await edgeRow('desc')
    const latest = newest?.sequence ?? 0
    const now = { after: latest, token: newest ? writeFeedToken(newest) : EMPTY_FEED_TOKEN, gap: null }
    if (text === null) return now
    const { sequence, digest } = readFeedToken(text)
    const oldest = await edge('asc')
    const row = await reader
      .selectFrom('feed')
      .selectAll()
      .where('sequence', '=', sequence)
      .executeTakeFirst()
    // A missing row in the middle was deleted with its prediction or subject.
    const isForeign = row ? digest !== null && digest !== digestOf(row) : sequence > latest
    if (isForeign) return { ...now, gap: { reason: 'unknown-id', oldest } }
    const gap = sequence + 1 < oldest ? ({ reason: 'expired', oldest } as const) : null
    return { after: sequence, token: text, gap }
  }

  return {
    start,
    latest: () => edge('desc'),
    oldest: () => edge('asc'),
    read,
    follow,
    async append(transaction, outboxSequences) {
      await insert(transaction, outboxSequences)
    },
    wake() {
      grown.emit(undefined)
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
      // Keeps the newest event, so that sequences never start again.
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

function toEvent(row: Selectable<FeedRow>): FeedEvent {
  const { sequence, topic, key, payload, created_at } = row
  return { sequence, token: writeFeedToken(row), topic, key, payload, createdAt: created_at }
}
