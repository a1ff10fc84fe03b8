import type { FeatureSummary } from '../stores/model-versions.ts'

/** Each feature over the rows (order: names); NaN is missing. Cost O(rows log rows) a feature. */
export function summarizeFeatures(
  names: readonly string[],
  rows: readonly (readonly number[])[]
): readonly FeatureSummary[] {
  return names.map((name, index) => {
    const values = Float64Array.from(rows, row => row[index]!)
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
