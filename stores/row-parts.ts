import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { MakeId } from './ids.ts'

/** What a store needs whose rows have an id and the time of each step. */
export interface RowParts {
  readonly database: Database
  readonly clock: Clock
  readonly makeId: MakeId
}
