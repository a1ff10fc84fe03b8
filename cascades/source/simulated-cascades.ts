import { Random } from '../../learners/random.ts'
import { type CascadePopulation, drawCascade } from '../../predictors/cascade-size/draw-cascade.ts'
import { powerLawFollowers } from '../../predictors/cascade-size/followers.ts'
import { roundStart } from './schedule.ts'
import type { ScheduledCascade } from './scheduled-cascade.ts'

// Most authors have few followers, so most cascades are small; a few processes near criticality make the large ones.
const population: CascadePopulation = {
  ranges: {
    kernel: 'power-law',
    branchingFactor: [0.1, 0.95],
    followerExponent: [0.1, 0.6],
    cutoffSeconds: [60, 1_000],
    decay: [0.3, 1.5]
  },
  followers: powerLawFollowers(1e8),
  horizonSeconds: 604_800,
  maximumEvents: 100_000,
  minimumEvents: 1
}

/** Generates cascades endlessly, with exponential gaps between their posts. Followers are whole numbers. */
export function* simulateCascades(seed: number, postsPerHour: number): Generator<ScheduledCascade> {
  const root = new Random(seed)
  const gaps = root.split(0)
  let start = 0
  for (let number = 0; ; number++) {
    const { times, magnitudes } = drawCascade(population, root.split(number + 1)).cascade
    yield { number, start, times, magnitudes: Float64Array.from(magnitudes, Math.round) }
    start = roundStart(start - (3_600 / postsPerHour) * Math.log1p(-gaps.uniform()))
  }
}
