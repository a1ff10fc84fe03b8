import { countUpTo, type Observation } from '../cascade.ts'

/** An observation with what several feature groups need of it, computed once. Index 0 is the post. */
export interface MarkedEvents {
  readonly times: Float64Array
  /** max(1, followers): an author with none still counts as an event. */
  readonly followers: Float64Array
  readonly logFollowers: Float64Array
  /** S: the sum of `followers`. */
  readonly reach: number
  readonly windowSeconds: number
  /** n: events seen, the post included. */
  readonly count: number
}

/** Cost O(n), one logarithm an event. */
export function markEvents({ times, magnitudes, windowSeconds }: Observation): MarkedEvents {
  const count = times.length
  const followers = new Float64Array(count)
  const logFollowers = new Float64Array(count)
  let reach = 0
  for (let i = 0; i < count; i++) {
    const follower = Math.max(1, magnitudes[i])
    followers[i] = follower
    logFollowers[i] = Math.log(follower)
    reach += follower
  }
  return { times, followers, logFollowers, reach, windowSeconds, count }
}

/** Events with time <= `seconds`. */
export function countAt(events: MarkedEvents, seconds: number): number {
  return countUpTo(events.times, seconds)
}

/** Some columns of the feature row: as many values as names, in the same order, finite for n >= 1. */
export interface FeatureGroup {
  readonly names: readonly string[]
  measure(events: MarkedEvents): readonly number[]
}
