import type { Observation } from '../../../predictors/cascade-size/cascade.ts'
import { followerExponentBound, type Kernel } from '../../../predictors/cascade-size/kernel.ts'

/** Uniform numbers in [0, 1) from a seed (mulberry32): tests must not depend on the generator they test. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Any observation: windows from 60 s to 7 days, whole and other times, ties, bursts, gaps, 0 to 1e9 followers. */
export function drawObservation(random: () => number, maxEvents: number): Observation {
  const windowSeconds = 60 * 10080 ** random()
  const events = 2 + Math.floor(random() * (maxEvents - 1))
  const isWhole = random() < 0.5
  const crowding = 1 + 8 * random()
  const times = Float64Array.from({ length: events }, (_, i) => {
    const time = i === 0 ? 0 : windowSeconds * random() ** crowding
    return isWhole ? Math.floor(time) : time
  }).sort()
  const magnitudes = Float64Array.from({ length: events }, () =>
    Math.floor(Math.min(1e9, random() ** -1.5 - 1))
  )
  return { times, magnitudes, windowSeconds }
}

/** A point inside the bounds, a third of the coordinates on them. */
export function drawVariables(random: () => number, kernel: Kernel): number[] {
  const within = (low: number, high: number) => {
    const where = random()
    return where < 1 / 6 ? low : where < 1 / 3 ? high : low + (high - low) * random()
  }
  const { low, high } = followerExponentBound
  return [within(low, high), ...kernel.bounds.map(bound => within(Math.log(bound.low), Math.log(bound.high)))]
}
