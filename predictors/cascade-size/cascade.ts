/**
 * A post and what followed: event i happened `times[i]` seconds after the post, by an author with `magnitudes[i]`
 * followers. times[0] = 0 is the post; times never decrease. Equal times, and equal pairs, are genuine.
 */
export interface Cascade {
  readonly times: Float64Array
  readonly magnitudes: Float64Array
}

/** A cascade as known at a given age: its events with time <= windowSeconds. */
export interface Observation extends Cascade {
  readonly windowSeconds: number
}

/** The observation of `cascade` at the age of `windowSeconds` (views, no copies). Cost O(log n). */
export function observe(cascade: Cascade, windowSeconds: number): Observation {
  const count = countUpTo(cascade.times, windowSeconds)
  return {
    times: cascade.times.subarray(0, count),
    magnitudes: cascade.magnitudes.subarray(0, count),
    windowSeconds
  }
}

/** How many of the non-decreasing `times` are <= `limit`. */
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
