/** One server-sent event. Sequences grow by commit order, with no gaps that fill later. */
export interface FeedEvent {
  readonly sequence: number
  /** 'predictions', 'alerts', 'models', ... */
  readonly topic: string
  /** What it is about: a prediction's id. */
  readonly key: string
  /** JSON text. */
  readonly payload: string
  readonly createdAt: number
}

export interface FeedFilter {
  readonly topic?: string | undefined
  readonly key?: string | undefined
}

export interface Feed {
  /** The newest sequence, 0 when there is none: where a fresh subscriber starts. */
  latest(): Promise<number>
  /** The oldest sequence still kept, 0 when empty: a resume from before it has lost events. */
  oldest(): Promise<number>
  /** After `sequence`, in order. */
  read(filter: FeedFilter, afterSequence: number, limit: number): Promise<readonly FeedEvent[]>
  /**
   * Every matching event after `afterSequence`, old and new, in order, each once, until aborted. Told at once of this
   * process's, within 250 ms of others'. A slow reader is not waited for: the iterator reads from the rows.
   */
  follow(filter: FeedFilter, afterSequence: number, signal: AbortSignal): AsyncIterable<FeedEvent>
  /** Deletes at most `limit` events older than `before`; how many. */
  sweep(before: number, limit: number): Promise<number>
}
