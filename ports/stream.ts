export interface StreamMessage {
  /** Messages of one key stay in order, in one partition. */
  readonly key: string
  /** JSON text, at most maxMessageBytes of UTF-8; for a redriven dead letter, its bytes. */
  readonly value: string | Uint8Array
  /** Bytes: a header of a dead letter that is not UTF-8. */
  readonly headers?: Readonly<Record<string, string | Uint8Array>>
}

export interface StreamRecord extends StreamMessage {
  readonly value: string
  /** The bytes of a value that is not UTF-8; absent: `value` has the same bytes. */
  readonly bytes?: Uint8Array
  readonly partition: number
  /** Grows by one with each message of the partition. */
  readonly position: number
  /** The positions from `first` to this one could not be decoded: the reason. Key and value are empty. */
  readonly damage?: { readonly first: number; readonly reason: string }
}

export interface TopicSpecification {
  readonly name: string
  readonly partitions: number
  /** True: only the last message of each key is kept. */
  readonly isCompacted?: boolean
  readonly retentionSeconds?: number
}

export interface StreamSubscription {
  readonly topic: string
  /** Members of a group share the partitions of its one topic; each partition has one owner at a time. */
  readonly group: string
  /**
   * This consumer now owns these partitions. Returns the next position to read of each (absent: the oldest kept).
   * The consumer stores its positions itself, in the same transaction as the effects of the messages.
   * Called again after a delay when it rejects.
   */
  onAssigned(partitions: readonly number[]): Promise<ReadonlyMap<number, number>>
  /** This consumer no longer owns these partitions and must not write for them. */
  onRevoked(partitions: readonly number[]): Promise<void>
  /**
   * Records of one partition, in order; positions skip compacted and expired records. The next batch of the partition
   * waits until this resolves. When it rejects, the same position is read again with exponential backoff.
   */
  onBatch(partition: number, records: readonly StreamRecord[]): Promise<void>
  /**
   * The stored position of a partition, also just after it was revoked; undefined: none is known. Where the stream stores
   * the positions of groups for lag monitors, it stores this one. It is never ahead of the position after a restart.
   */
  storedPosition(partition: number): number | undefined
}

export interface StreamConsumer {
  close(): Promise<void>
}

/** A partitioned, durable log. Every method throws Failure('stream-unavailable'). */
export interface EventStream {
  readonly maxMessageBytes: number
  /** Creates missing topics and updates retention and compaction. Never changes the number of partitions. */
  declare(topics: readonly TopicSpecification[]): Promise<void>
  /**
   * Resolves once durable. Keeps the order of calls. Throws Failure('body-too-large') when one message is over the limit,
   * and then appends none. `partition` overrides the partition of the key (watermarks are sent to every partition);
   * throws Failure('not-found') when there is no such partition.
   */
  append(
    topic: string,
    messages: readonly StreamMessage[],
    options?: { readonly partition?: number }
  ): Promise<void>
  /** The number of partitions. An added one is noticed within a minute. */
  partitions(topic: string): Promise<number>
  /** Returns a function from key to partition. It uses the number of partitions known at each call. */
  partitioner(topic: string): Promise<(key: string) => number>
  subscribe(subscription: StreamSubscription): Promise<StreamConsumer>
  /** For each partition, the oldest kept position and the position of the next message. */
  ends(
    topic: string
  ): Promise<readonly { readonly partition: number; readonly first: number; readonly next: number }[]>
  /** Reads records from `position` on, without a consumer (for replays). */
  read(topic: string, partition: number, position: number, limit: number): Promise<readonly StreamRecord[]>
  check(): Promise<void>
  close(): Promise<void>
}
