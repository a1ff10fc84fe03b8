import type { Clock } from '../../ports/clock.ts'
import type { CascadeStore } from './cascade-cache.ts'
import type { EndingSettings } from './open-cascades.ts'
import type { RouterParts } from './router.ts'
import type { TimelineSettings } from './timeline.ts'

export interface PartitionSettings extends EndingSettings, TimelineSettings {
  /** Maximum time that an event or a watermark may be dated ahead of the clock. */
  readonly futureSeconds: number
  /** Maximum number of events in memory; other cascades are evicted and loaded from the store when needed. */
  readonly maxResidentEvents: number
  /** A checkpoint of at most this many changed cascades writes all their rows. */
  readonly rowsWrittenAtOnce: number
  /** Maximum number of events in the journal, before a checkpoint writes every changed row and its chunks. */
  readonly maxJournaledEvents: number
}

export interface PartitionParts {
  readonly settings: PartitionSettings
  readonly cascadeStore: CascadeStore
  readonly clock: Clock
  readonly routing: RouterParts
  /** Returns whether an extra forecast may be submitted now, and counts it. False: it is dropped. */
  hasRoom(): boolean
}
