/** A cascade with its start time, for a playback. */
export interface ScheduledCascade {
  /** Its number within its source. */
  readonly number: number
  /** Time of its post, in seconds since the playback's beginning. */
  readonly start: number
  /** Seconds since the post, ascending, the first 0. */
  readonly times: Float64Array | readonly number[]
  /** Followers, NaN where unknown. */
  readonly magnitudes: Float64Array | readonly number[]
  /** Id of the author of the post. Absent: unknown. */
  readonly postAuthorId?: string | undefined
}
