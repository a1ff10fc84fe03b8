import type { components } from '../../../ports/contract/generated/types.ts'

export type Forecast = components['schemas']['Forecast']

/** A cascade from its post on: seconds since the post, in order, and the followers of each author. */
export interface Cascade {
  readonly times: Float64Array
  readonly magnitudes: Float64Array
}

/** Its events up to the window. */
export interface Observation extends Cascade {
  readonly windowSeconds: number
}

/** What a chart of a forecast shows. */
export interface Picture {
  readonly cascade: Cascade
  readonly forecast: Forecast
  /** The final size, where it is known. */
  readonly truth: number | null
}
