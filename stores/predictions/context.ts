import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import type { MakeId } from '../ids.ts'
import type { Outbox } from '../outbox.ts'
import type { PredictionSettings } from '../predictions.ts'
import type { Signal } from '../signal.ts'
import type { Webhooks } from '../webhooks.ts'

/** The hint that a process sends after it ended predictions. */
export const ENDED_HINT = 'ended'

/** Shared by the parts of the predictions store. */
export interface PredictionContext {
  readonly database: Database
  readonly clock: Clock
  readonly makeId: MakeId
  readonly outbox: Outbox
  readonly webhooks: Webhooks
  readonly settings: PredictionSettings
  /** From 0 up to 1: jitter of the delays between attempts. */
  readonly random: () => number
  /** Ids that ended in this process. */
  readonly ended: Signal<string>
  /** Ids canceled in this process. */
  readonly canceled: Signal<string>
}
