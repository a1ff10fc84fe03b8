import type { Selectable } from 'kysely'
import type { CascadeRow } from '../../ports/cascade-tables.ts'
import type { Provenance } from '../../ports/provenance.ts'

/** The columns of a cascade's row that the collector writes. Times are epoch seconds. */
export interface CascadeRecord {
  readonly id: string
  readonly partition: number
  readonly source: string
  readonly provenance: Provenance
  readonly state: 'open' | 'ended'
  readonly origin: number | null
  readonly post: number
  /** Id of the author of the post; null: unknown. */
  readonly postAuthor: string | null
  readonly isAdopted: boolean
  readonly firstTime: number
  readonly lastTime: number
  readonly events: number
  readonly chunks: number
  readonly windowsDone: readonly number[]
  readonly extra: ExtraState | null
  /** Epoch seconds; null: it does not grow faster than expected. */
  readonly fasterSince: number | null
  readonly dueAt: number | null
  readonly endedAt: number | null
  readonly revision: number
}

/** The forecasts of a cascade beside its windows (cascades/collector/extra-forecasts.ts). */
export interface ExtraState {
  readonly count: number
  /** Time of the latest one that was due; null: none. */
  readonly at: number | null
  /** Age at the latest forecast of any kind, in seconds. */
  readonly age: number
  /** The latest of the later ages that has passed; 0: none. */
  readonly passedAge: number
  /** When it was last announced that the cascade grows faster than expected, in epoch seconds; null: never. */
  readonly fasterAt: number | null
}

export interface CascadeForecast {
  readonly windowSeconds: number
  /** Null where the method has no distribution, and in rows from before. */
  readonly median: number | null
  readonly areOptimal: number | null
  readonly low: number | null
  readonly high: number | null
  readonly predictionId: string
}

/** A cascade with its latest forecast, for display. */
export interface CascadeSummary extends CascadeRecord {
  readonly forecast: CascadeForecast | null
  /** Epoch milliseconds. */
  readonly updatedAt: number
}

/** The latest forecast of a cascade. */
export interface NotedForecast {
  readonly cascadeId: string
  readonly forecast: CascadeForecast
}

export interface DueCascade {
  readonly id: string
  readonly dueAt: number
}

export interface NewChunk {
  readonly cascadeId: string
  readonly number: number
  readonly bytes: Uint8Array
}

/** The columns of a record, and updated_at. */
export const recordColumns = [
  'id',
  'partition',
  'source',
  'provenance',
  'state',
  'origin',
  'post',
  'post_author',
  'is_adopted',
  'first_time',
  'last_time',
  'events',
  'chunks',
  'windows_done',
  'extra',
  'faster_since',
  'due_at',
  'ended_at',
  'revision',
  'updated_at'
] as const

export function toRow(record: CascadeRecord) {
  return {
    id: record.id,
    partition: record.partition,
    source: record.source,
    provenance: record.provenance,
    state: record.state,
    origin: record.origin,
    post: record.post,
    post_author: record.postAuthor,
    is_adopted: record.isAdopted ? 1 : 0,
    first_time: record.firstTime,
    last_time: record.lastTime,
    events: record.events,
    chunks: record.chunks,
    windows_done: JSON.stringify(record.windowsDone),
    extra: record.extra && JSON.stringify(record.extra),
    faster_since: record.fasterSince,
    due_at: record.dueAt,
    ended_at: record.endedAt,
    revision: record.revision
  }
}

export function toRecord(row: Selectable<CascadeRow>): CascadeRecord {
  return {
    id: row.id,
    partition: row.partition,
    source: row.source,
    provenance: row.provenance,
    state: row.state as CascadeRecord['state'],
    origin: row.origin,
    post: row.post,
    postAuthor: row.post_author,
    isAdopted: row.is_adopted === 1,
    firstTime: row.first_time,
    lastTime: row.last_time,
    events: row.events,
    chunks: row.chunks,
    windowsDone: JSON.parse(row.windows_done),
    extra: row.extra === null ? null : JSON.parse(row.extra),
    fasterSince: row.faster_since,
    dueAt: row.due_at,
    endedAt: row.ended_at,
    revision: row.revision
  }
}

export function toForecast(row: Selectable<CascadeRow>): CascadeForecast | null {
  if (row.forecast_id === null) return null
  return {
    windowSeconds: row.forecast_window!,
    median: row.forecast_median,
    areOptimal: row.forecast_point,
    low: row.forecast_low,
    high: row.forecast_high,
    predictionId: row.forecast_id
  }
}

export function toSummary(row: Selectable<CascadeRow>): CascadeSummary {
  return { ...toRecord(row), forecast: toForecast(row), updatedAt: row.updated_at }
}
