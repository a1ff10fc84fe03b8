/** A cascade with its beginning: what a playback plays. */
export interface ScheduledCascade {
  /** Which one it is, within its source. */
  readonly number: number
  /** Seconds since the playback's beginning at which its post comes. */
  readonly start: number
  /** Seconds since the post, not decreasing, the first 0. */
  readonly times: Float64Array | readonly number[]
  /** Followers. */
  readonly magnitudes: Float64Array | readonly number[]
}
