import type { OutboxKind } from '../../ports/tables.ts'

/** What is to leave the process. */
export interface Outgoing {
  /** Deterministic: the same thing said twice bears the same id. */
  readonly id: string
  readonly kind: OutboxKind
  /** job: the queue. message: the stream topic. feed: the feed's topic ('predictions', 'alerts', ...). */
  readonly destination: string
  /** message: the partition key. feed: what it is about (the id of a prediction or subject). */
  readonly key: string
  /** JSON text. */
  readonly payload: string
  /** Sent in place of the payload and our own headers: a dead letter as it came, with what came with it. */
  readonly bytes?: Uint8Array | null
  readonly properties?: string | null
  /** Not before this time; absent: at once. */
  readonly dueAt?: number
}

/** A row of the outbox. */
export interface OutboxRecord extends Outgoing {
  readonly sequence: number
  readonly createdAt: number
}
