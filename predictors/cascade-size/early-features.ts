import type { Observation } from './cascade.ts'
import { countFollowers } from './kernel.ts'

/** The minimum number of events, the post included, for a forecast by the forests over all features. */
export const minEventsForHybrid = 5

/** The columns that are informative for a cascade with fewer than 5 events. */
export const earlyFeatureNames: readonly string[] = [
  'logWindow',
  'logCount',
  'logPostFollowers',
  'logReach',
  'logMaxFollowers',
  'lastTimeShare'
]

/** The early feature row of an observation with n >= 1 events: counts, age and followers. All values are finite. Cost O(n). */
export function buildEarlyFeatures({ times, magnitudes, windowSeconds }: Observation): number[] {
  const count = times.length
  let reach = countFollowers(magnitudes[0])
  let maxFollowers = 1
  for (let i = 1; i < count; i++) {
    const followers = countFollowers(magnitudes[i])
    reach += followers
    maxFollowers = Math.max(maxFollowers, followers)
  }
  return [
    Math.log(windowSeconds),
    Math.log(count),
    Math.log(countFollowers(magnitudes[0])),
    Math.log(reach),
    Math.log(maxFollowers),
    times[count - 1] / windowSeconds
  ]
}
