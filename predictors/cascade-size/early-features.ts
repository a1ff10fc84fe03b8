import type { Observation } from './cascade.ts'
import { markEvents } from './features/marked-events.ts'

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

export const allEarlyColumns: readonly number[] = earlyFeatureNames.map((_, column) => column)

/** The columns that depend on the times alone. */
export const unmarkedEarlyColumns: readonly number[] = ['logWindow', 'logCount', 'lastTimeShare'].map(name =>
  earlyFeatureNames.indexOf(name)
)

/** The early feature row of an observation with n >= 1 events: counts, age and followers. All values are finite. Cost O(n). */
export function buildEarlyFeatures(observation: Observation): number[] {
  const { times, windowSeconds, logFollowers, reach, count } = markEvents(observation)
  return [
    Math.log(windowSeconds),
    Math.log(count),
    logFollowers[0],
    Math.log(reach),
    logFollowers.subarray(1).reduce((max, each) => Math.max(max, each), 0),
    times[count - 1] / windowSeconds
  ]
}
