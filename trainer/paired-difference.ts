import type { Losses } from '../predictors/predictor.ts'

/** The mean of (first - second) over groups: negative where the first loses less. */
export interface PairedDifference {
  readonly mean: number
  /** Of the mean: the standard deviation over groups by the root of their number. */
  readonly standardError: number
  readonly groups: number
  /** Cases that at least one of them answered: only these are compared. */
  readonly cases: number
  readonly firstFailures: number
  readonly secondFailures: number
}

/** Of all losses of both; a missing answer costs as much as the worst tenth of the given ones. */
const failureQuantile = 0.9

/**
 * Compares two forecasters on the same cases. Cases of one group (one subject asked about twice) are not independent: each
 * group counts once, by the mean of its cases. Losses that are NaN are failures: where the other one answered, each costs
 * the 90 % quantile of all losses of both. Cost O(cases log cases).
 */
export function pairedDifference(first: Losses, second: Losses): PairedDifference {
  if (first.values.length !== second.values.length) throw new RangeError('losses of different cases')
  const charge = quantileOfLosses([...first.values, ...second.values], failureQuantile)
  const byGroup = new Map<string, { sum: number; count: number }>()
  let firstFailures = 0
  let secondFailures = 0
  let cases = 0
  for (const [index, loss] of first.values.entries()) {
    const other = second.values[index]!
    if (Number.isNaN(loss)) firstFailures++
    if (Number.isNaN(other)) secondFailures++
    if (Number.isNaN(loss) && Number.isNaN(other)) continue
    const name = first.groups[index]!
    const group = byGroup.get(name) ?? { sum: 0, count: 0 }
    byGroup.set(name, group)
    group.sum += (Number.isNaN(loss) ? charge : loss) - (Number.isNaN(other) ? charge : other)
    group.count++
    cases++
  }
  const means = [...byGroup.values()].map(({ sum, count }) => sum / count)
  const groups = means.length
  const mean = means.reduce((sum, each) => sum + each, 0) / groups
  const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (groups - 1)
  return { mean, standardError: Math.sqrt(variance / groups), groups, cases, firstFailures, secondFailures }
}

function quantileOfLosses(losses: readonly number[], probability: number): number {
  const sorted = losses.filter(loss => !Number.isNaN(loss)).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(probability * sorted.length))] ?? 0
}
