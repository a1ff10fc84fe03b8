/** What lies at one offset of a partition, in the shape that kafkajs hands on; `damage` and `isPlaceholder` are ours. */
export interface DecodedMessage {
  /** Decimal, as kafkajs has it. */
  readonly offset: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, Buffer>>
  /** A transaction's end, not a message. */
  readonly isControlRecord: boolean
  readonly batchContext: BatchContext
  /** Why nothing from the offset `first` to this one could be decoded. */
  readonly damage?: { readonly first: number; readonly reason: string }
  /** No message: reading continues behind its offset, where compaction or a transaction's end left nothing. */
  readonly isPlaceholder?: true
}

/** What kafkajs asks for to leave out aborted transactions. */
export interface BatchContext {
  readonly producerId: string
  readonly inTransaction: boolean
}

export const noTransaction: BatchContext = { producerId: '-1', inTransaction: false }
