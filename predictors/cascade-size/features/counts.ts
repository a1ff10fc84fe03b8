import { countAt, type FeatureGroup } from './marked-events.ts'

const shares = [1 / 8, 1 / 4, 1 / 2, 3 / 4, 7 / 8]

/** The number of events, and the shares of them in the first parts of the window. */
export const counts: FeatureGroup = {
  names: [
    'logCount',
    'logPostFollowers',
    'countShare1of8',
    'countShare1of4',
    'countShare1of2',
    'countShare3of4',
    'countShare7of8',
    'logCount60',
    'logCount300'
  ],
  measure: events => [
    Math.log(events.count),
    events.logFollowers[0],
    ...shares.map(share => countAt(events, share * events.windowSeconds) / events.count),
    Math.log(countAt(events, 60)),
    Math.log(countAt(events, 300))
  ]
}
