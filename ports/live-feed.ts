import type { CascadeEvent } from './messages.ts'

/** The part of a live feed's data that may be stored. */
export interface LiveBatch {
  readonly events: readonly CascadeEvent[]
  /** Epoch seconds: no event with this or an earlier time follows. */
  readonly watermark: number
  /** Where to continue after this batch, in the adapter's own format: some hundred characters. */
  readonly place: string
  /** The events before this batch that were missed; null: none. */
  readonly gap: LiveGap | null
}

export interface LiveGap {
  /** expired: the feed has deleted the events after the place. unknown-place: the place is ahead of the clock. */
  readonly reason: 'expired' | 'unknown-place'
  /** Epoch seconds: the events between `from` and `to` are missing. */
  readonly from: number
  readonly to: number
}

/** Posts and reshares of another network. Texts and names never leave the adapter. */
export interface LiveFeed {
  /** The `source` of its events. */
  readonly name: string
  /**
   * Yields batches in order of time after `place` (null: from now on), until `signal` is aborted. Reconnects with
   * exponential backoff. Reads ahead a bounded number of batches while the consumer is busy.
   */
  read(place: string | null, signal: AbortSignal): AsyncIterable<LiveBatch>
}
