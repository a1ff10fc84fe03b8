import { Random } from '../../learners/random.ts'
import { drawCascade } from '../../predictors/cascade-size/draw-cascade.ts'
import { lognormalFollowers } from '../../predictors/cascade-size/followers.ts'

const windowSeconds = 3600

/** Bodies of POST /cascades: simulated cascades of exactly so many events in an hour: the first of larger ones, their times scaled. */
export function drawCascadeBodies(eventCount: number, count: number): string[] {
  const population = {
    ranges: {
      kernel: 'power-law',
      branchingFactor: [0.7, 0.95],
      followerExponent: [0.1, 0.6],
      cutoffSeconds: [10, 120],
      decay: [0.8, 2]
    },
    followers: lognormalFollowers(300, 1.5),
    horizonSeconds: 604_800,
    maximumEvents: 2 * eventCount,
    minimumEvents: eventCount
  } as const
  const root = new Random(2026)
  return Array.from({ length: count }, (_, index) => {
    const { times, magnitudes } = drawCascade(population, root.split(index)).cascade
    const scale = (0.99 * windowSeconds) / times[eventCount - 1]!
    const events = Array.from(times.subarray(0, eventCount), (time, i) => ({
      time: Math.round(time * scale * 1000) / 1000,
      magnitude: Math.round(magnitudes[i]!)
    }))
    return JSON.stringify({ events, window: windowSeconds })
  })
}
