import type { Generated } from 'kysely'
import type { Provenance } from './provenance.ts'

// The rows of watched cascades and of replays. They follow the conventions of ports/tables.ts.

/** cascades/rows/cascades. The collector writes it. Times of the cascade are epoch seconds, as in its events. */
export interface CascadeRow {
  id: string
  partition: number
  source: string
  provenance: Generated<Provenance>
  /** forgotten: deleted. The row stays for a while, so that later events are dropped. */
  state: 'open' | 'ended' | 'forgotten'
  origin: number | null
  /** Index of the post among the events; -1: it has not arrived. */
  post: number
  /** Id of the author of the post; null: unknown. */
  post_author: Generated<string | null>
  is_adopted: number
  first_time: number
  last_time: number
  events: number
  chunks: number
  /** JSON: the windows that have passed, in seconds. */
  windows_done: string
  /** JSON: its forecasts beside the windows; null: none yet. */
  extra: Generated<string | null>
  /** Epoch seconds, while it grows faster than expected. */
  faster_since: Generated<number | null>
  due_at: number | null
  ended_at: number | null
  revision: number
  /** The latest forecast: its window, ARE-optimal size, median, interval and prediction. */
  forecast_window: number | null
  forecast_point: number | null
  /** Null where the method has no distribution, and in rows from before. */
  forecast_median: Generated<number | null>
  forecast_low: number | null
  forecast_high: number | null
  forecast_id: string | null
  /** Epoch milliseconds: when the collector's forecast watch noted it. */
  forecast_at: Generated<number | null>
  /** Epoch milliseconds: the sweeper compares it with the retention. */
  updated_at: number
}

/** Packed events, 24 bytes each: see cascades/collector/event-log. A checkpoint adds at most one row for each cascade. */
export interface CascadeChunkRow {
  cascade_id: string
  number: number
  bytes: Uint8Array
}

/**
 * Packed events of many cascades of a partition, before they become chunks. A checkpoint adds one row here instead of
 * one row and one chunk for each cascade.
 */
export interface CascadeJournalRow {
  partition: number
  /** The position of the checkpoint. */
  number: number
  /** JSON: the ids of the cascades, and the number of events of each in `bytes`. */
  cascades: string
  bytes: Uint8Array
}

/** The position of a group in a partition. Only its owner writes it, by compare-and-set of position and owner. */
export interface CheckpointRow {
  group_name: string
  topic: string
  partition: number
  owner: string
  position: number
  /** JSON: what else the owner needs to continue from there. */
  state: string | null
  updated_at: number
}

/** cascades/rows/alerts: at most one for each cascade and window. */
export interface AlertRow {
  id: string
  kind: Generated<'threshold' | 'growth'>
  cascade_id: string
  window_seconds: number
  prediction_id: string
  /** The value that reached the threshold; of 'probability': the expected size. */
  predicted: number
  measure: 'median' | 'areOptimal' | 'point' | 'low' | 'high' | 'probability'
  threshold: number
  /** That the size is above the threshold; null where another measure raised it. */
  probability: Generated<number | null>
  created_at: number
}

/** cascades/rows/replays: any caller requests one; the source that holds the lease plays it. */
export interface ReplayRow {
  id: string
  /** Prefix of the ids of its cascades. */
  label: string
  /** Null: simulated, or the recorded topic. */
  folder: string | null
  /** The version that forecasts the recorded topic; null: the events are written to the stream. */
  model: Generated<number | null>
  /** Provenance of its events. */
  provenance: Generated<Provenance>
  /** JSON. */
  options: string
  state: 'queued' | 'running' | 'succeeded' | 'failed' | 'stopped'
  /** Why it failed. */
  reason: string | null
  owner: string | null
  lease_until: number | null
  /** Its progress: the round, the events taken of it, and its start in epoch seconds. */
  round: number
  taken: number
  epoch: number | null
  /** Events sent in all rounds. */
  events: number
  cascades: number
  total_events: number | null
  total_cascades: number | null
  /** JSON, as of its start: the collector's counters, or the ends of the topic where a version forecasts it. */
  collected_before: string | null
  /** Digest of the contents of its folder at its start. */
  content: string | null
  created_at: number
  started_at: number | null
  finished_at: number | null
}

/** cascades/rows/replay-forecasts. The predictions that a replay through a version requested: one a cascade and window. */
export interface ReplayForecastRow {
  replay_id: string
  subject: string
  slice: string
  prediction_id: string
}
