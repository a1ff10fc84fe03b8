import type { Provenance } from '../../ports/provenance.ts'
import type { StreamRecord } from '../../ports/stream.ts'
import type { CascadeRecord, JournalSegment, NewChunk } from '../rows/cascades.ts'
import type { Counters } from './counters.ts'
import type { ObservedEvent } from './observation.ts'
import type { TimelineState } from './timeline.ts'

/** What a partition's owner knows of it beside its cascades; kept with the stream's position. */
export interface PartitionState {
  readonly timelines: Readonly<Record<string, TimelineState>>
  readonly counters: Counters
  /** Of the last message read (record-digest.ts). */
  readonly digest?: string | null
}

export interface PassedWindow {
  readonly cascadeId: string
  readonly windowSeconds: number
  readonly events: readonly ObservedEvent[]
  /** Of the cascade, as of the events that had come. */
  readonly provenance: Provenance
  /** Epoch milliseconds of the wall: when the watermark passed it. */
  readonly passedAt: number
}

export interface Ending {
  readonly cascadeId: string
  readonly finalSize: number
  readonly provenance: Provenance
  readonly source: string
  /** Epoch seconds, by the source's time. */
  readonly endedAt: number
  readonly revision: number
  readonly windows: readonly number[]
}

export interface Unreadable {
  readonly record: StreamRecord
  readonly reason: string
}

/** All that a checkpoint writes of one partition, in one transaction with the position. */
export interface Changes {
  /** Of these changes alone. */
  readonly id: string
  readonly partition: number
  /** The next position to read. */
  readonly position: number
  readonly state: PartitionState
  /** Ids of cascades that nobody had before, as far as this partition knows. */
  readonly begun: readonly string[]
  readonly records: readonly CascadeRecord[]
  readonly chunks: readonly NewChunk[]
  /** New events of cascades of which nothing else has changed, where a row and a chunk each would be too much. */
  readonly journal: JournalSegment | null
  /** Every changed cascade is among the records: the partition's journal says nothing more. */
  readonly endsJournal: boolean
  readonly windows: readonly PassedWindow[]
  readonly endings: readonly Ending[]
  readonly unreadable: readonly Unreadable[]
}
