/** What is put on a queue: a pointer to a row, never the work itself. */
export interface QueueMessage {
  /** Deterministic: the same message published twice bears the same id. */
  readonly id: string
  /** JSON text of under 1 kB; of a dead letter that is sent again its bytes. */
  readonly body: string | Uint8Array
  /** What a dead letter bore beside its bytes: they go with it again, its id among them. */
  readonly properties?: string
}

/** One message delivered to a consumer. Exactly one of the three is called, once. */
export interface Delivery {
  readonly id: string
  readonly body: string
  /** It may have been delivered before: it came back unsettled (released, a crash, a lost connection). */
  readonly isRedelivered: boolean
  /** The effect is stored: forget the message. */
  done(): void
  /** Not now (draining): back to the queue for another consumer, without a pause. */
  release(): void
  /** It cannot be read and never will be: to the dead letters, with the reason. */
  reject(reason: string): void
}

export interface QueueConsumer {
  /** No further deliveries; those in flight may still be settled. */
  pause(): Promise<void>
  /** Ends the consumer; what is unsettled goes back to the queue. */
  close(): Promise<void>
}

export interface DeadLetter {
  /** Of this letter alone, whatever the message called itself; safe in a URL. */
  readonly id: string
  readonly queue: string
  /** As they came. */
  readonly body: Uint8Array
  /** JSON text, for QueueMessage; null: nothing but its id. */
  readonly properties: string | null
  readonly reason: string
}

export interface QueueDepth {
  readonly ready: number
  /** Unsettled deliveries of this process's consumers: brokers do not tell of others'. */
  readonly inHand: number
}

/** At least once, in no promised order. Every method throws Failure('queue-unavailable') when the broker is away. */
export interface JobQueue {
  /** Declares the queue and its dead-letter queue. Idempotent. */
  declare(queue: string): Promise<void>
  /** Resolves once every message is durable. */
  publish(queue: string, messages: readonly QueueMessage[]): Promise<void>
  /** At most `prefetch` deliveries unsettled at a time. Resumes by itself after the broker was away. */
  consume(
    queue: string,
    options: { readonly prefetch: number },
    onDelivery: (delivery: Delivery) => void
  ): Promise<QueueConsumer>
  /**
   * Moves rejected messages out, one at a time: each is gone from the queue once `onDeadLetter` has resolved for it. A crash
   * may bring one again, under the same id where this process rejected it.
   */
  consumeDeadLetters(
    queue: string,
    onDeadLetter: (letter: DeadLetter) => Promise<void>
  ): Promise<QueueConsumer>
  depth(queue: string): Promise<QueueDepth>
  check(): Promise<void>
  close(): Promise<void>
}
