import type { Forest } from './trees.ts'

/** Each column's share of the reduction of squared error, summing to 1; all 0 when nothing was ever split. */
export function featureImportance({ gains }: Forest): Float64Array {
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  return gains.map(gain => (total > 0 ? gain / total : 0))
}
