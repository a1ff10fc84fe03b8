import { countUpTo, type Observation } from '../cascade.ts'

/** An observation with the values that several feature groups share. Index 0 is the post. */
export interface MarkedEvents {
  readonly times: Float64Array
  /** max(1, followers): an author without followers still counts. Unknown: as the known reshares on average. */
  readonly followers: Float64Array
  readonly logFollowers: Float64Array
  /** S: the sum of `followers`. */
  readonly reach: number
  readonly windowSeconds: number
  /** n: the observed events, the post included. */
  readonly count: number
}

/**
 * Unknown followers of a reshare count as the geometric mean of the known ones, or as 1 where all are unknown; those of the
 * post as 1. Cost O(n), with one logarithm for each event.
 */
export function markEvents({ times, magnitudes, windowSeconds }: Observation): MarkedEvents {
  const count = times.length
  const followers = new Float64Array(count)
  const logFollowers = new Float64Array(count)
  let reach = 0
  let knownReshares = 0
  let sumOfLogs = 0
  for (let i = 0; i < count; i++) {
    // NaN, for unknown followers, stays NaN.
    const follower = Math.max(1, magnitudes[i])
    followers[i] = follower
    logFollowers[i] = Math.log(follower)
    if (Number.isNaN(follower)) continue
    reach += follower
    if (i > 0) {
      knownReshares++
      sumOfLogs += logFollowers[i]
    }
  }
  const meanLog = knownReshares === 0 ? 0 : sumOfLogs / knownReshares
  for (let i = 0; i < count; i++) {
    if (!Number.isNaN(followers[i])) continue
    logFollowers[i] = i === 0 ? 0 : meanLog
    followers[i] = Math.exp(logFollowers[i])
    reach += followers[i]
  }
  return { times, followers, logFollowers, reach, windowSeconds, count }
}

/** The number of events with time <= `seconds`. */
export function countAt(events: MarkedEvents, seconds: number): number {
  return countUpTo(events.times, seconds)
}

/** A group of columns of the feature row. `measure` returns one finite value for each name, in the same order, for n >= 1. */
export interface FeatureGroup {
  readonly names: readonly string[]
  measure(events: MarkedEvents): readonly number[]
}
