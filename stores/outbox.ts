import type { CompiledQuery, Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { OutboxKind, Tables } from '../ports/tables.ts'
import { buildListStatements } from './by-list.ts'
import { buildInsertStatements } from './insert-rows.ts'
import type { OutboxRecord, Outgoing } from './outbox/outgoing.ts'
import { buildDueReader } from './outbox/read-due.ts'

interface OutboxDepth {
  readonly kind: OutboxKind
  readonly destination: string
  readonly count: number
  readonly oldestCreatedAt: number
}

/** The transactional outbox: every outgoing message is first a row, written in the transaction of its cause. */
export interface Outbox {
  /** Statements that add rows, for Database.run. Call `wake` afterwards, so that the relay does not wait for its poll. */
  statements(rows: readonly Outgoing[]): readonly CompiledQuery[]
  /** Does the same within the caller's transaction. */
  add(transaction: Transaction<Tables>, rows: readonly Outgoing[]): Promise<void>
  wake(kind: OutboxKind): void
  /** For the relay. `listener` returns true when it sends the rows: no hint to other processes. Returns an unsubscribe. */
  onWake(listener: (kind: OutboxKind) => boolean): () => void
  /** The destinations of all rows of a kind, due or not. */
  destinations(kind: OutboxKind): Promise<readonly string[]>
  /**
   * Reads the due rows of one destination, longest due first, up to MAX_BATCH_BYTES but at least one row. Does not read
   * further rows.
   */
  due(kind: OutboxKind, destination: string, limit: number): Promise<readonly OutboxRecord[]>
  /** The sequences of the feed's due rows, without payloads. */
  dueFeedSequences(limit: number): Promise<readonly number[]>
  /** Statements that delete sent rows, for Database.run. */
  removal(sequences: readonly number[]): readonly CompiledQuery[]
  /** Does the same within the caller's transaction. */
  remove(transaction: Transaction<Tables>, sequences: readonly number[]): Promise<void>
  depth(): Promise<readonly OutboxDepth[]>
}

const kinds: readonly OutboxKind[] = ['job', 'message', 'feed']

function hintOf(kind: OutboxKind): string {
  return `outbox.${kind}`
}

export function buildOutbox({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Outbox {
  const listeners = new Set<(kind: OutboxKind) => boolean>()
  const { hints } = database
  for (const kind of kinds) hints.listen(hintOf(kind), () => void notify(kind))
  /** Returns whether a relay in this process sends the rows. */
  function notify(kind: OutboxKind): boolean {
    return [...listeners].map(listener => listener(kind)).includes(true)
  }

  const { readDestinations, readDue, readFeedSequences } = buildDueReader(database.reader)
  const insert = buildInsertStatements(database.reader, 'outbox', [
    'id',
    'kind',
    'destination',
    'key',
    'payload',
    'bytes',
    'properties',
    'due_at',
    'created_at'
  ])

  const removal = buildListStatements(database.reader, (schema, list) =>
    schema.deleteFrom('outbox').where('sequence', 'in', list)
  )

  function statements(rows: readonly Outgoing[]): readonly CompiledQuery[] {
    const now = clock.now()
    return insert(
      rows.map(({ id, kind, destination, key, payload, bytes = null, properties = null, dueAt }) => ({
        id,
        kind,
        destination,
        key,
        payload,
        bytes,
        properties,
        // Feed events and messages keep their order of writing, even when the clock steps back.
        due_at: dueAt ?? (kind === 'job' ? now : 0),
        created_at: now
      }))
    )
  }

  return {
    statements,
    async add(transaction, rows) {
      await Promise.all(statements(rows).map(query => transaction.executeQuery(query)))
    },
    wake(kind) {
      if (!notify(kind)) hints.send(hintOf(kind))
    },
    onWake(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    destinations: readDestinations,
    due: (kind, destination, limit) => readDue({ kind, destination, limit, now: clock.now() }),
    dueFeedSequences: limit => readFeedSequences({ limit, now: clock.now() }),
    removal,
    async remove(transaction, sequences) {
      await Promise.all(removal(sequences).map(query => transaction.executeQuery(query)))
    },
    async depth() {
      const rows = await database.reader
        .selectFrom('outbox')
        .select(({ fn }) => [
          'kind',
          'destination',
          fn.countAll<number>().as('count'),
          fn.min('created_at').as('oldest')
        ])
        .groupBy(['kind', 'destination'])
        .execute()
      return rows.map(({ kind, destination, count, oldest }) => ({
        kind,
        destination,
        count: Number(count),
        oldestCreatedAt: oldest
      }))
    }
  }
}
