import type { Transaction } from 'kysely'
import type { OutboxKind, Tables } from '../ports/tables.ts'

/** What is to leave the process. */
export interface Outgoing {
  /** Deterministic: the same thing said twice bears the same id. */
  readonly id: string
  readonly kind: OutboxKind
  /** job: the queue. message: the stream topic. feed: the feed's topic ('predictions', 'alerts', ...). */
  readonly destination: string
  /** message: the partition key. feed: what it is about (a prediction's or cascade's id). */
  readonly key: string
  /** JSON text. */
  readonly payload: string
  /** Not before this time; absent: at once. */
  readonly dueAt?: number
}

export interface OutboxDepth {
  readonly kind: OutboxKind
  readonly destination: string
  readonly count: number
  readonly oldestCreatedAt: number
}

/** Everything said outward is a row here first, in the transaction that makes it true. */
export interface Outbox {
  /** Within the caller's transaction. After its commit call `wake` so that the relay need not wait for its poll. */
  add(transaction: Transaction<Tables>, rows: readonly Outgoing[]): Promise<void>
  wake(kind: OutboxKind): void
  /** What the relay listens to. Returns the way to stop. */
  onWake(listener: (kind: OutboxKind) => void): () => void
  depth(): Promise<readonly OutboxDepth[]>
}
