import type { Clock } from '../../ports/clock.ts'
import type { CascadeStore } from './cascade-cache.ts'
import type { EndingSettings } from './open-cascades.ts'
import type { RouterParts } from './router.ts'
import type { TimelineSettings } from './timeline.ts'

export interface PartitionSettings extends EndingSettings, TimelineSettings {
  /** How far ahead of the clock an event or a watermark may be dated. */
  readonly futureSeconds: number
  /** Events of cascades kept in memory; what is beyond is read again from the store when it is needed. */
  readonly maxResidentEvents: number
  /** A checkpoint that would write no more rows of cascades writes them all. */
  readonly rowsWrittenAtOnce: number
  /** New events that may be in the journal, of all cascades, before each is written its own. */
  readonly maxJournaledEvents: number
}

export interface PartitionParts {
  readonly settings: PartitionSettings
  readonly cascadeStore: CascadeStore
  readonly clock: Clock
  readonly routing: RouterParts
}
