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

/** Everything said outward is a row here first, in the transaction that makes it true. */
export interface Outbox {
  /** For Database.run. After it call `wake` so that the relay need not wait for its poll. */
  statements(rows: readonly Outgoing[]): readonly CompiledQuery[]
  /** The same within the caller's transaction. */
  add(transaction: Transaction<Tables>, rows: readonly Outgoing[]): Promise<void>
  wake(kind: OutboxKind): void
  /** What the relay listens to; answers whether it sees to it, so that no other process need be told. Returns the way to stop. */
  onWake(listener: (kind: OutboxKind) => boolean): () => void
  /** Where something of a kind is to go, due or not. */
  destinations(kind: OutboxKind): Promise<readonly string[]>
  /**
   * What is due at one destination, longest due first: as many as MAX_BATCH_BYTES hold, and one at least. Rows are read
   * no further than that.
   */
  due(kind: OutboxKind, destination: string, limit: number): Promise<readonly OutboxRecord[]>
  /** Where the feed's due rows stand, without what they say. */
  dueFeedSequences(limit: number): Promise<readonly number[]>
  /** Their destination has them: for Database.run. */
  removal(sequences: readonly number[]): readonly CompiledQuery[]
  /** The same within the caller's transaction. */
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
  /** Whether somebody here sees to it. */
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
        // Feed events and messages keep the order they were written in, whatever the clock does.
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
