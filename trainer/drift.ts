import type { FeatureSummary } from '../stores/model-versions.ts'
import type { FeatureRow } from '../stores/recent-features.ts'
import { readFeature } from './read-feature.ts'

interface Drift {
  readonly feature: string
  /** Population stability index: 0 for the same distribution; above 0.25 is commonly called a major shift. */
  readonly index: number
}

/** The minimum share of a bin, so that an empty bin does not make the index infinite. */
const minShare = 1e-3

/**
 * Measures the drift of each feature of recent predictions from the training set, in descending order. The index is
 * sum (a - e) ln(a / e) over the bins between the deciles of the training set and one bin for missing values, where e is the
 * share of a bin in the training set and a the recent share. With R recent rows and no drift its mean is about (bins - 1) / R.
 * Requires at least one recent row. `trainingRows`: the number of rows of the summaries. Cost O(rows) for each feature.
 */
export function measureDrift(
  summaries: readonly FeatureSummary[],
  trainingRows: number,
  recent: readonly FeatureRow[]
): readonly Drift[] {
  return summaries
    .map((summary, index) => {
      const values = recent.map(row => readFeature(row, summary.name, index))
      return { feature: summary.name, index: stabilityIndex(summary, trainingRows, values) }
    })
    .sort((a, b) => b.index - a.index)
}

function stabilityIndex(
  { deciles, shares, count }: FeatureSummary,
  trainingRows: number,
  values: readonly number[]
): number {
  // Upper edges. Equal deciles (of a frequent value) share one bin. The last bin has no edge.
  const edges = [...new Set(deciles.slice(0, -1))]
  const atOrBelow = [...edges.map(edge => shares[deciles.indexOf(edge)]!), 1]
  const presentShare = trainingRows === 0 ? 0 : count / trainingRows
  const present = values.filter(value => Number.isFinite(value))
  const counts = new Array<number>(atOrBelow.length).fill(0)
  for (const value of present) counts[binOf(edges, value)]!++
  const terms = atOrBelow.map((share, bin) => {
    const expected = (share - (atOrBelow[bin - 1] ?? 0)) * presentShare
    return term(expected, counts[bin]! / values.length)
  })
  const missing = term(1 - presentShare, 1 - present.length / values.length)
  return terms.reduce((sum, each) => sum + each, missing)
}

/** The first bin whose upper edge is not below the value. */
function binOf(edges: readonly number[], value: number): number {
  const bin = edges.findIndex(edge => value <= edge)
  return bin < 0 ? edges.length : bin
}

function term(expected: number, actual: number): number {
  const e = Math.max(expected, minShare)
  const a = Math.max(actual, minShare)
  return (a - e) * Math.log(a / e)
}
