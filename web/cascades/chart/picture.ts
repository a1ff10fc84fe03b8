import type { components } from '../../../ports/contract/generated/types.ts'

export type Forecast = components['schemas']['Forecast']

/** The events of a cascade: seconds since the post, in order, and the followers of each author, NaN where unknown. */
export interface Cascade {
  readonly times: Float64Array
  readonly magnitudes: Float64Array
}

/** The events up to the window. */
export interface Observation extends Cascade {
  readonly windowSeconds: number
}

/** The content of a forecast chart. */
export interface Picture {
  readonly cascade: Cascade
  readonly forecast: Forecast
  /** The final size. Null: unknown. */
  readonly truth: number | null
}
