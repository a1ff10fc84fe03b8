import type { Provenance } from '../../ports/provenance.ts'
import type { StreamRecord } from '../../ports/stream.ts'
import type { CascadeRecord, JournalSegment, NewChunk } from '../rows/cascades.ts'
import type { Counters } from './counters.ts'
import type { ExtraForecast } from './extra-forecasts.ts'
import type { ObservedEvent } from './observation.ts'
import type { TimelineState } from './timeline.ts'

/** The state of a partition beside its cascades; stored with the position. */
export interface PartitionState {
  readonly timelines: Readonly<Record<string, TimelineState>>
  readonly counters: Counters
  /** Digest of the last message read (record-digest.ts). */
  readonly digest?: string | null
}

/** A forecast to submit. */
export interface TriggeredForecast {
  readonly cascadeId: string
  readonly windowSeconds: number
  readonly events: readonly ObservedEvent[]
  /** Provenance of the cascade when the forecast was triggered. */
  readonly provenance: Provenance
  /** Wall-clock time at which the watermark passed the window, in epoch milliseconds. */
  readonly passedAt: number
  /** Null: the forecast of a window. */
  readonly extra: ExtraForecast | null
  /** The source was silent, and its time has followed the clock up to here: it may still send events of the window. */
  readonly isByClock: boolean
}

/** A cascade that has more events than the high end of its latest forecast, at first or after the cooldown. */
export interface FastGrowth {
  readonly cascadeId: string
  /** Epoch seconds, in event time. */
  readonly at: number
  readonly events: number
  readonly high: number
}

export interface Ending {
  readonly cascadeId: string
  readonly finalSize: number
  readonly provenance: Provenance
  readonly source: string
  /** Epoch seconds, in event time. */
  readonly endedAt: number
  readonly revision: number
  readonly windows: readonly number[]
}

export interface Unreadable {
  readonly record: StreamRecord
  readonly reason: string
}

/** What a checkpoint writes for one partition, in one transaction with the position. */
export interface Changes {
  /** Unique to these changes. */
  readonly id: string
  readonly partition: number
  /** The next position to read. */
  readonly position: number
  readonly state: PartitionState
  /** Ids of cascades that are new to this partition. */
  readonly begun: readonly string[]
  readonly records: readonly CascadeRecord[]
  readonly chunks: readonly NewChunk[]
  /** New events of cascades that have not changed otherwise. Saves a row and a chunk for each. */
  readonly journal: JournalSegment | null
  /** The records contain every changed cascade, so the partition's journal is deleted. */
  readonly endsJournal: boolean
  readonly forecasts: readonly TriggeredForecast[]
  readonly growths: readonly FastGrowth[]
  readonly endings: readonly Ending[]
  readonly unreadable: readonly Unreadable[]
}
