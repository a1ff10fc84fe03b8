import type { Losses } from '../predictors/predictor.ts'

/** The mean of (first - second) over groups: negative if the first forecaster has the smaller loss. */
export interface PairedDifference {
  readonly mean: number
  /** The standard error of the mean: the standard deviation over groups divided by the square root of their number. */
  readonly standardError: number
  readonly groups: number
  /** The number of cases that at least one of them answered. Only these are compared. */
  readonly cases: number
  readonly firstFailures: number
  readonly secondFailures: number
}

/** A missing answer is charged with this quantile of all losses of both forecasters. */
const failureQuantile = 0.9

/**
 * Compares two forecasters on the same cases. Cases of one group (several predictions of one subject) are not independent, so
 * each group counts once, with the mean of its cases. A NaN loss is a failure. If the other forecaster answered, a failure is
 * charged with the 90 % quantile of all losses of both. Cost O(cases log cases).
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
