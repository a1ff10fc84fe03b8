import type { FeatureSummary } from '../stores/model-versions.ts'

export interface Drift {
  readonly feature: string
  /** Population stability index: 0 for the same distribution; above 0.25 is commonly called a major shift. */
  readonly index: number
}

/** A share below this counts as this, so that an empty bin does not make the index infinite. */
const leastShare = 1e-3

/**
 * How far the features of recent predictions are from those a version was trained on, most first: for each feature
 * sum (a - e) ln(a / e) over the bins between the training set's deciles and one for missing values, e the training
 * set's share of a bin, a the recent one. With R recent rows and no drift its mean is about (bins - 1) / R.
 * `trainingRows`: how many rows were summarised. Cost O(rows) a feature.
 */
export function measureDrift(
  summaries: readonly FeatureSummary[],
  trainingRows: number,
  recent: readonly (readonly (number | null)[])[]
): readonly Drift[] {
  return summaries
    .map((summary, index) => {
      const values = recent.map(row => row[index] ?? Number.NaN)
      return { feature: summary.name, index: stabilityIndex(summary, trainingRows, values) }
    })
    .sort((a, b) => b.index - a.index)
}

function stabilityIndex(
  { deciles, count }: FeatureSummary,
  trainingRows: number,
  values: readonly number[]
): number {
  // Inner edges; equal deciles (a value that is often the same) share one bin of their joint share.
  const edges = [...new Set(deciles.slice(1, -1))]
  const present = values.filter(value => Number.isFinite(value))
  const presentShare = trainingRows === 0 ? 0 : count / trainingRows
  const expected = edges.map(
    (edge, bin) => sharesBelow(deciles, edge) - (bin ? sharesBelow(deciles, edges[bin - 1]!) : 0)
  )
  expected.push(1 - expected.reduce((sum, share) => sum + share, 0))
  const counts = new Array<number>(edges.length + 1).fill(0)
  for (const value of present) counts[binOf(edges, value)]!++
  const actual = counts.map(each => each / Math.max(1, values.length))
  const terms = expected.map((share, bin) => term(share * presentShare, actual[bin]!))
  const missing = term(1 - presentShare, 1 - present.length / Math.max(1, values.length))
  return terms.reduce((sum, each) => sum + each, missing)
}

/** Share of the training set at or below an edge: the last decile that equals it. */
function sharesBelow(deciles: readonly number[], edge: number): number {
  return deciles.lastIndexOf(edge) / 10
}

/** The first bin whose upper edge is not below the value. */
function binOf(edges: readonly number[], value: number): number {
  const bin = edges.findIndex(edge => value <= edge)
  return bin < 0 ? edges.length : bin
}

function term(expected: number, actual: number): number {
  const e = Math.max(expected, leastShare)
  const a = Math.max(actual, leastShare)
  return (a - e) * Math.log(a / e)
}
