import type { Generated } from 'kysely'
import type { Provenance } from './provenance.ts'

// The rows of cascades that the stream brings, and of replays. What ports/tables.ts says of rows holds for these.

/** cascades/rows/cascades; written by the collector. Times of the cascade are epoch seconds, as its events bear them. */
export interface CascadeRow {
  id: string
  partition: number
  source: string
  provenance: Generated<Provenance>
  /** forgotten: deleted; the row stays for a while, so that events still to come are dropped. */
  state: 'open' | 'ended' | 'forgotten'
  origin: number | null
  /** Position of the post among the events, -1 while it has not come. */
  post: number
  is_adopted: number
  first_time: number
  last_time: number
  events: number
  chunks: number
  /** JSON: the windows passed, in seconds. */
  windows_done: string
  due_at: number | null
  ended_at: number | null
  revision: number
  /** The latest forecast: of which window, its point, interval and prediction. */
  forecast_window: number | null
  forecast_point: number | null
  forecast_low: number | null
  forecast_high: number | null
  forecast_id: string | null
  /** Epoch milliseconds: what the sweep goes by. */
  updated_at: number
}

/** Packed events, 24 bytes each: see cascades/collector/event-log. A checkpoint adds at most one a cascade. */
export interface CascadeChunkRow {
  cascade_id: string
  number: number
  bytes: Uint8Array
}

/**
 * Packed events of many cascades of a partition, on their way to chunks: what a checkpoint adds where a row and a chunk
 * for each cascade would be too much.
 */
export interface CascadeJournalRow {
  partition: number
  /** The position that the checkpoint came to. */
  number: number
  /** JSON: the ids of the cascades, and how many events each has in `bytes`. */
  cascades: string
  bytes: Uint8Array
}

/** How far a group has come in a partition. Written only by its owner: position and owner are compared and set. */
export interface CheckpointRow {
  group_name: string
  topic: string
  partition: number
  owner: string
  position: number
  /** JSON: what else the owner must know to continue from there. */
  state: string | null
  updated_at: number
}

/** cascades/rows/alerts: once a cascade and window. */
export interface AlertRow {
  id: string
  cascade_id: string
  window_seconds: number
  prediction_id: string
  /** The value that passed the threshold: the point, or the quantile that is watched. */
  predicted: number
  measure: string
  threshold: number
  created_at: number
}

/** cascades/rows/replays: asked for by anybody, played by the one source that holds the lease. */
export interface ReplayRow {
  id: string
  /** What the ids of its cascades begin with. */
  label: string
  /** Null: simulated, or the recorded topic. */
  folder: string | null
  /** The version that the recorded topic is forecast through; null: events are put on the stream. */
  model: Generated<number | null>
  /** Of its events. */
  provenance: Generated<Provenance>
  /** JSON. */
  options: string
  state: 'queued' | 'running' | 'succeeded' | 'failed' | 'stopped'
  /** Why it failed. */
  reason: string | null
  owner: string | null
  lease_until: number | null
  /** Where it stands: events taken of which round, and the epoch seconds that round began at. */
  round: number
  taken: number
  epoch: number | null
  /** Sent in all rounds. */
  events: number
  cascades: number
  total_events: number | null
  total_cascades: number | null
  /** JSON, of when it began: the collector's counters, or of one through a version the topic's ends. */
  collected_before: string | null
  /** A digest of what its folder held when it began. */
  content: string | null
  created_at: number
  started_at: number | null
  finished_at: number | null
}

/** cascades/rows/replay-forecasts. What a replay through a version has asked for: once a cascade and window. */
export interface ReplayForecastRow {
  replay_id: string
  subject: string
  slice: string
  prediction_id: string
}
