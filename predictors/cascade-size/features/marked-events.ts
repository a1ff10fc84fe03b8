import { countUpTo, type Observation } from '../cascade.ts'
import { countFollowers } from '../kernel.ts'

/** An observation with the values that several feature groups share. Index 0 is the post. */
export interface MarkedEvents {
  readonly times: Float64Array
  /** By countFollowers: an author without followers still counts, and so does one whose followers are unknown. */
  readonly followers: Float64Array
  readonly logFollowers: Float64Array
  /** S: the sum of `followers`. */
  readonly reach: number
  readonly windowSeconds: number
  /** n: the observed events, the post included. */
  readonly count: number
}

/** Cost O(n), with one logarithm for each event. */
export function markEvents({ times, magnitudes, windowSeconds }: Observation): MarkedEvents {
  const count = times.length
  const followers = new Float64Array(count)
  const logFollowers = new Float64Array(count)
  let reach = 0
  for (let i = 0; i < count; i++) {
    const follower = countFollowers(magnitudes[i])
    followers[i] = follower
    logFollowers[i] = Math.log(follower)
    reach += follower
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
