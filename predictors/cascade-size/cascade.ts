/**
 * A post and its reshares. Event i happened `times[i]` seconds after the post; its author has `magnitudes[i]` followers,
 * NaN where they are unknown. times[0] = 0 is the post. Times are in ascending order. Equal times and equal pairs are valid: they are separate events.
 */
export interface Cascade {
  readonly times: Float64Array
  readonly magnitudes: Float64Array
  /** The id of the post's author. Absent: unknown. */
  readonly postAuthorId?: string | undefined
}

/** The events of a cascade with time <= windowSeconds. */
export interface Observation extends Cascade {
  readonly windowSeconds: number
}

/** The observation of `cascade` at the age `windowSeconds`. Its arrays are views, not copies. Cost O(log n). */
export function observe(cascade: Cascade, windowSeconds: number): Observation {
  const count = countUpTo(cascade.times, windowSeconds)
  return {
    times: cascade.times.subarray(0, count),
    magnitudes: cascade.magnitudes.subarray(0, count),
    windowSeconds,
    postAuthorId: cascade.postAuthorId
  }
}

/** Counts the `times` <= `limit`. `times` must be in ascending order. Cost O(log n). */
export function countUpTo(times: Float64Array, limit: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle] <= limit) low = middle + 1
    else high = middle
  }
  return low
}
