import type { CascadeEvent } from './messages.ts'

/** What a live feed has brought, as far as it may be kept. */
export interface LiveBatch {
  readonly events: readonly CascadeEvent[]
  /** Epoch seconds: no event at or before it is still to come. */
  readonly watermark: number
  /** Where to continue after this batch: the adapter's own words, some hundred characters. */
  readonly place: string
  /** Something before this batch was missed; null: nothing was. */
  readonly gap: LiveGap | null
}

export interface LiveGap {
  /** expired: the feed no longer has what follows the place. unknown-place: the place lies ahead of the clock. */
  readonly reason: 'expired' | 'unknown-place'
  /** Epoch seconds: what lay between them is missing. */
  readonly from: number
  readonly to: number
}

/** Posts and reshares of other networks. Texts and names never leave the adapter. */
export interface LiveFeed {
  /** The source its events bear. */
  readonly name: string
  /**
   * Batches in order of time after `place` (null: from now on), for ever: it reconnects by itself, with
   * exponential backoff. Nothing is read ahead beyond a bound while the taker is busy. Ends when `signal` is aborted.
   */
  read(place: string | null, signal: AbortSignal): AsyncIterable<LiveBatch>
}
