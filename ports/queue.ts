/** A message on a queue: a pointer to a row, not the work itself. */
export interface QueueMessage {
  /** Deterministic: the same message published twice has the same id. */
  readonly id: string
  /** JSON text of under 1 kB; for a redriven dead letter, its bytes. */
  readonly body: string | Uint8Array
  /** The properties of a redriven dead letter, its id included. */
  readonly properties?: string
  /** True: delivered after the other messages that wait, as far as the queue can. */
  readonly isLow?: boolean
}

/** One message delivered to a consumer. Exactly one of the three is called, once. */
export interface Delivery {
  readonly id: string
  readonly body: string
  /** True: it was delivered before and not settled (released, a crash, a lost connection). */
  readonly isRedelivered: boolean
  /** The effect is stored: deletes the message. */
  done(): void
  /** Returns the message to the queue for another consumer, without a delay (draining). */
  release(): void
  /** The message is unreadable: moves it to the dead letters, with the reason. */
  reject(reason: string): void
}

export interface QueueConsumer {
  /** Stops deliveries. Those in flight may still be settled. */
  pause(): Promise<void>
  /** Ends the consumer. Unsettled deliveries return to the queue. */
  close(): Promise<void>
}

export interface DeadLetter {
  /** Unique, whatever the id of the message; safe in a URL. */
  readonly id: string
  readonly queue: string
  /** The bytes as they arrived. */
  readonly body: Uint8Array
  /** JSON text, for QueueMessage; null: only an id. */
  readonly properties: string | null
  readonly reason: string
}

export interface QueueDepth {
  readonly ready: number
  /** Unsettled deliveries of this process's consumers: brokers do not report those of others. */
  readonly inHand: number
}

/** Delivers at least once, in no guaranteed order; messages of low priority after others, as far as it can. Every method throws Failure('queue-unavailable'). */
export interface JobQueue {
  /** Declares the queue and its dead-letter queue. Idempotent. */
  declare(queue: string): Promise<void>
  /** Resolves once every message is durable. */
  publish(queue: string, messages: readonly QueueMessage[]): Promise<void>
  /** Delivers at most `prefetch` unsettled messages at a time. Reconnects after the broker was unavailable. */
  consume(
    queue: string,
    options: { readonly prefetch: number },
    onDelivery: (delivery: Delivery) => void
  ): Promise<QueueConsumer>
  /**
   * Delivers rejected messages, one at a time, and deletes each from the queue once `onDeadLetter` has resolved. After a
   * crash one may be delivered again, with the same id where this process rejected it.
   */
  consumeDeadLetters(
    queue: string,
    onDeadLetter: (letter: DeadLetter) => Promise<void>
  ): Promise<QueueConsumer>
  depth(queue: string): Promise<QueueDepth>
  check(): Promise<void>
  close(): Promise<void>
}
