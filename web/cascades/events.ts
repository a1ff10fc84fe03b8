/** A cascade from its post on: seconds since the post, followers. */
export interface Cascade {
  readonly times: readonly number[]
  readonly magnitudes: readonly number[]
}
