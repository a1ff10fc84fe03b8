export interface StreamMessage {
  /** Messages of one key stay in order, in one partition. */
  readonly key: string
  /** JSON text, at most maxMessageBytes of UTF-8; of a dead letter that is sent again its bytes. */
  readonly value: string | Uint8Array
  /** Bytes: of a dead letter, where they are no UTF-8. */
  readonly headers?: Readonly<Record<string, string | Uint8Array>>
}

export interface StreamRecord extends StreamMessage {
  readonly value: string
  /** The value as it came, where the text says something else: it is no UTF-8. */
  readonly bytes?: Uint8Array
  readonly partition: number
  /** Grows by one a message within a partition. */
  readonly position: number
  /** Nothing from the position `first` to this one could be decoded, and why. Key and value are empty. */
  readonly damage?: { readonly first: number; readonly reason: string }
}

export interface TopicSpecification {
  readonly name: string
  readonly partitions: number
  /** Keep only the last message of each key. */
  readonly isCompacted?: boolean
  readonly retentionSeconds?: number
}

export interface StreamSubscription {
  readonly topic: string
  /** Members of a group share the partitions of its one topic; each partition has one owner at a time. */
  readonly group: string
  /**
   * These partitions are now ours: answer the position to read next for each (absent: the oldest kept).
   * Positions are the consumer's own business, stored in the same transaction as what they brought about.
   * Asked again, after a pause, when it rejects.
   */
  onAssigned(partitions: readonly number[]): Promise<ReadonlyMap<number, number>>
  /** These are ours no longer: nothing may be written for them any more. */
  onRevoked(partitions: readonly number[]): Promise<void>
  /**
   * Records of one partition, in order; positions skip what was compacted or dropped. The next batch of that partition
   * waits until this has resolved. When it rejects, records from the same position come again with exponential backoff.
   */
  onBatch(partition: number, records: readonly StreamRecord[]): Promise<void>
  /**
   * The stored position of a partition, also just after it was revoked; undefined: none is known. Where the stream keeps
   * positions of groups for lag monitors, it keeps this one, which is never ahead of what would be read after a kill.
   */
  storedPosition(partition: number): number | undefined
}

export interface StreamConsumer {
  close(): Promise<void>
}

/** A partitioned, durable log. Throws Failure('stream-unavailable') when the servers are away. */
export interface EventStream {
  readonly maxMessageBytes: number
  /** Creates topics that are missing; takes over retention and compaction; never changes the number of partitions. */
  declare(topics: readonly TopicSpecification[]): Promise<void>
  /**
   * Resolves once durable; appends that were asked for one after another stay so. Throws Failure('body-too-large') when
   * one of them is over the limit, and appends none. `partition` overrides the key's own (watermarks go to every partition):
   * throws Failure('not-found') when there is no such partition.
   */
  append(
    topic: string,
    messages: readonly StreamMessage[],
    options?: { readonly partition?: number }
  ): Promise<void>
  /** Partitions that were added meanwhile are noticed within a minute. */
  partitions(topic: string): Promise<number>
  /** Where the messages of a key go, at each call as far as is known then. */
  partitioner(topic: string): Promise<(key: string) => number>
  subscribe(subscription: StreamSubscription): Promise<StreamConsumer>
  /** For each partition the oldest kept position and the one the next message will get. */
  ends(
    topic: string
  ): Promise<readonly { readonly partition: number; readonly first: number; readonly next: number }[]>
  /** Records from `position` on, for replays beside the consumers. */
  read(topic: string, partition: number, position: number, limit: number): Promise<readonly StreamRecord[]>
  check(): Promise<void>
  close(): Promise<void>
}
