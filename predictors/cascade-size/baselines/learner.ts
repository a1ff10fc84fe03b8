import type { Sample } from '../sample.ts'

/** Forecasts the final size from the window of a sample, without its outcome. NaN or infinite: a failure. */
type Forecaster = (sample: Sample) => number

/** Builds a forecaster from the training samples of one window. */
export type Learner = (training: readonly Sample[]) => Forecaster

/** The smallest value at which the cumulative weight reaches half of the total. NaN for no values. Cost O(n log n). */
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
