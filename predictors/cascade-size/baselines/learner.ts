import type { Sample } from '../sample.ts'

/** A forecast of the final size from one sample's window; NaN or infinite: a failure. Reads no outcome. */
type Forecaster = (sample: Sample) => number

/** What a forecaster is made from: the training samples of one window. */
export type Learner = (training: readonly Sample[]) => Forecaster

/** The least value at which half of all weight is reached. Cost O(n log n). */
export function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b])
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2
  let sum = 0
  for (const i of order) {
    sum += weights[i]
    if (sum >= half) return values[i]
  }
  return NaN
}
