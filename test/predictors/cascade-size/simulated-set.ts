import { Random } from '../../../learners/random.ts'
import { type Cascade, observe } from '../../../predictors/cascade-size/cascade.ts'
import { type CascadePopulation, drawCascade } from '../../../predictors/cascade-size/draw-cascade.ts'
import { lognormalFollowers } from '../../../predictors/cascade-size/followers.ts'
import { buildSample, type Sample } from '../../../predictors/cascade-size/sample.ts'
import type { Samples } from '../../../predictors/predictor.ts'

const population: CascadePopulation = {
  ranges: {
    kernel: 'power-law',
    branchingFactor: [0.5, 0.95],
    followerExponent: [0.2, 0.5],
    cutoffSeconds: [60, 600],
    decay: [0.5, 1.5]
  },
  followers: lognormalFollowers(300, 1.8),
  horizonSeconds: 86_400,
  maximumEvents: 2000,
  minimumEvents: 6
}

/** A small population of small cascades, some of them hardly begun after 5 minutes. */
export function simulateSet(count: number, seed: number): Cascade[] {
  const root = new Random(seed)
  return Array.from({ length: count }, (_, i) => drawCascade(population, root.split(i)).cascade)
}

/** One sample a cascade and window. */
export function sampleSet(cascades: readonly Cascade[], windows: readonly number[]): Samples<Sample> {
  return cascades.flatMap((cascade, number) =>
    windows.map(windowSeconds => ({
      id: `${number}-${windowSeconds}`,
      group: String(number),
      endedAt: '2026-01-01T00:00:00Z',
      sample: buildSample(observe(cascade, windowSeconds), cascade.times.length)
    }))
  )
}

export function toInput({ times, magnitudes }: Cascade, windowSeconds: number) {
  const events = Array.from(times, (time, i) => ({ time, magnitude: magnitudes[i]! }))
  return { events, windowSeconds }
}
