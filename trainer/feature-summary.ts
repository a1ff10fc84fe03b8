import type { Features } from '../predictors/predictor.ts'
import type { FeatureSummary } from '../stores/model-versions.ts'
import { readFeature } from './read-feature.ts'

/** The maximum number of sparse features, the most frequent ones. Rare features do not indicate drift. */
const maxSparseFeatures = 256

/**
 * Summarizes each feature over the rows. NaN is missing. `names` null: the rows are sparse, and their most frequent features
 * are summarized. Cost O(rows log rows) for each feature.
 */
export function summarizeFeatures(
  names: readonly string[] | null,
  rows: readonly Features[]
): readonly FeatureSummary[] {
  return (names ?? listFrequentNames(rows)).map((name, index) => {
    const values = Float64Array.from(rows, row => readFeature(row, name, index))
      .filter(value => Number.isFinite(value))
      .sort()
    const count = values.length
    if (count === 0) return { name, count, mean: 0, standardDeviation: 0, deciles: [], shares: [] }
    const mean = values.reduce((sum, value) => sum + value / count, 0)
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / count, 0)
    const deciles = Array.from({ length: 11 }, (_, tenth) => values[Math.round((tenth / 10) * (count - 1))]!)
    const shares = deciles.map(decile => (values.findLastIndex(value => value <= decile) + 1) / count)
    return { name, count, mean, standardDeviation: Math.sqrt(variance), deciles, shares }
  })
}

function listFrequentNames(rows: readonly Features[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const row of rows) for (const name of Object.keys(row)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const byCount = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
  return byCount.slice(0, maxSparseFeatures).map(([name]) => name)
}
