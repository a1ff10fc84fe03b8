import { countAt, type FeatureGroup, type MarkedEvents } from './marked-events.ts'

/** The followers of the authors: their sum (reach), their distribution over the reshares, and the reach of recent events. */
export const followers: FeatureGroup = {
  names: [
    'logReach',
    'logMaxFollowers',
    'meanLogFollowers',
    'deviationLogFollowers',
    'quantile9LogFollowers',
    'postShareOfReach',
    'logCountOverReach',
    'logCountOverPostFollowers',
    'shareOver1000Followers',
    'logReachShareAfter1of2',
    'logReachShareAfter3of4',
    'logReachAfter3of4'
  ],
  measure: events => {
    const { windowSeconds, count, reach } = events
    const logReach = Math.log(reach)
    const spread = measureSpread(events)
    const after1of2 = Math.log(sumReachAfter(events, windowSeconds / 2) + 1)
    const after3of4 = Math.log(sumReachAfter(events, (3 * windowSeconds) / 4) + 1)
    return [
      logReach,
      spread.max,
      spread.mean,
      spread.deviation,
      spread.quantile9,
      events.followers[0] / reach,
      Math.log(count) - logReach,
      Math.log(count) - events.logFollowers[0],
      spread.shareOver1000,
      after1of2 - logReach,
      after3of4 - logReach,
      after3of4
    ]
  }
}

/** Moments of log followers over the reshares (population deviation, linear quantile). All 0 without reshares. */
function measureSpread({ logFollowers, followers, count }: MarkedEvents) {
  const reshares = count - 1
  if (reshares === 0) return { max: 0, mean: 0, deviation: 0, quantile9: 0, shareOver1000: 0 }
  let sum = 0
  let squares = 0
  let over1000 = 0
  for (let i = 1; i < count; i++) {
    const value = logFollowers[i]
    sum += value
    squares += value * value
    if (followers[i] > 1000) over1000++
  }
  const mean = sum / reshares
  const sorted = logFollowers.slice(1).sort()
  const rank = 0.9 * (reshares - 1)
  const below = Math.floor(rank)
  const above = Math.min(below + 1, reshares - 1)
  return {
    max: sorted[reshares - 1],
    mean,
    deviation: Math.sqrt(Math.max(0, squares / reshares - mean * mean)),
    quantile9: sorted[below] + (rank - below) * (sorted[above] - sorted[below]),
    shareOver1000: over1000 / reshares
  }
}

function sumReachAfter(events: MarkedEvents, seconds: number): number {
  let sum = 0
  for (let i = countAt(events, seconds); i < events.count; i++) sum += events.followers[i]
  return sum
}
