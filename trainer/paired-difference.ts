import type { Losses } from '../predictors/predictor.ts'

/** The mean of (first - second) over groups: negative where the first loses less. */
export interface PairedDifference {
  readonly mean: number
  /** Of the mean: the standard deviation over groups by the root of their number. */
  readonly standardError: number
  readonly groups: number
  /** Cases that both answered: only these are compared. */
  readonly cases: number
  readonly firstFailures: number
  readonly secondFailures: number
}

/**
 * Compares two forecasters on the same cases. Cases of one group (the windows of one cascade) are not independent: each
 * group counts once, by the mean of its cases. Losses that are NaN are failures. Cost O(cases).
 */
export function pairedDifference(first: Losses, second: Losses): PairedDifference {
  if (first.values.length !== second.values.length) throw new RangeError('losses of different cases')
  const byGroup = new Map<string, { sum: number; count: number }>()
  let firstFailures = 0
  let secondFailures = 0
  let cases = 0
  for (const [index, loss] of first.values.entries()) {
    const other = second.values[index]!
    if (Number.isNaN(loss)) firstFailures++
    if (Number.isNaN(other)) secondFailures++
    if (Number.isNaN(loss) || Number.isNaN(other)) continue
    const name = first.groups[index]!
    const group = byGroup.get(name) ?? { sum: 0, count: 0 }
    byGroup.set(name, group)
    group.sum += loss - other
    group.count++
    cases++
  }
  const means = [...byGroup.values()].map(({ sum, count }) => sum / count)
  const groups = means.length
  const mean = means.reduce((sum, each) => sum + each, 0) / groups
  const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (groups - 1)
  return { mean, standardError: Math.sqrt(variance / groups), groups, cases, firstFailures, secondFailures }
}
