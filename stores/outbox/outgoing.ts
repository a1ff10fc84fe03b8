import type { OutboxKind } from '../../ports/tables.ts'

/** An outgoing message. */
export interface Outgoing {
  /** Deterministic: a duplicate has the same id. */
  readonly id: string
  readonly kind: OutboxKind
  /** job: the queue. message: the stream topic. feed: the feed's topic ('predictions', 'alerts', ...). */
  readonly destination: string
  /** message: the partition key. feed: the id of its prediction or subject. */
  readonly key: string
  /** JSON text. */
  readonly payload: string
  /** For a dead letter: its original bytes and properties, sent instead of the payload and the usual headers. */
  readonly bytes?: Uint8Array | null
  readonly properties?: string | null
  /** Earliest time of sending, in epoch milliseconds; absent: at once. */
  readonly dueAt?: number
}

/** A row of the outbox. */
export interface OutboxRecord extends Outgoing {
  readonly sequence: number
  readonly createdAt: number
}
