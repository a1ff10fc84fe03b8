/** The message at one offset of a partition, as kafkajs passes it on. `damage` and `isPlaceholder` are added by us. */
export interface DecodedMessage {
  /** Decimal, as in kafkajs. */
  readonly offset: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, Buffer>>
  /** The end of a transaction, not a message. */
  readonly isControlRecord: boolean
  readonly batchContext: BatchContext
  /** Why nothing from the offset `first` to this one could be decoded. */
  readonly damage?: { readonly first: number; readonly reason: string }
  /** Not a message: it marks the last offset of a batch whose last records were compacted or control records. */
  readonly isPlaceholder?: true
}

/** kafkajs needs it to remove aborted transactions. */
export interface BatchContext {
  readonly producerId: string
  readonly inTransaction: boolean
}

export const noTransaction: BatchContext = { producerId: '-1', inTransaction: false }
