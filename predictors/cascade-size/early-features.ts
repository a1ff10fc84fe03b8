import type { Observation } from './cascade.ts'

/** Fewest events, the post included, that the forests over all features answer from. */
export const minEventsForHybrid = 5

/** The columns that still say something of a cascade with hardly any events. */
export const earlyFeatureNames: readonly string[] = [
  'logWindow',
  'logCount',
  'logPostFollowers',
  'logReach',
  'logMaxFollowers',
  'lastTimeShare'
]

/** Counts, age and followers of an observation of n >= 1 events, for the early forest. All finite. Cost O(n). */
export function buildEarlyFeatures({ times, magnitudes, windowSeconds }: Observation): number[] {
  const count = times.length
  let reach = Math.max(1, magnitudes[0])
  let most = 1
  for (let i = 1; i < count; i++) {
    reach += Math.max(1, magnitudes[i])
    most = Math.max(most, magnitudes[i])
  }
  return [
    Math.log(windowSeconds),
    Math.log(count),
    Math.log(Math.max(1, magnitudes[0])),
    Math.log(reach),
    Math.log(most),
    times[count - 1] / windowSeconds
  ]
}
