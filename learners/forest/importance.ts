import type { Forest } from './trees.ts'

/** The share of each column in the reduction of the squared error. The sum is 1, or 0 if there are no splits. */
export function featureImportance({ gains }: Forest): Float64Array {
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  return gains.map(gain => (total > 0 ? gain / total : 0))
}
