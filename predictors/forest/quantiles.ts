import { sortRows } from './sort-rows.ts'

/** Numbers and their rising order: sorted once, so that each quantile is one scan. */
export interface SortedValues {
  readonly values: Float64Array
  /** Positions in `values`, by rising value, equal values by position. */
  readonly order: Uint32Array
}

/** Cost O(n). */
export function sortValues(values: Float64Array): SortedValues {
  const order = new Uint32Array(values.length)
  sortRows(values, order)
  return { values, order }
}

/**
 * The least value at which the values so far hold at least `share` of all weight (weights by position, not negative).
 * share 0: the least value with any weight. NaN when nothing weighs anything. Cost O(n).
 */
export function weightedQuantile(
  { values, order }: SortedValues,
  weights: Float64Array,
  share: number
): number {
  let total = 0
  for (let i = 0; i < order.length; i++) total += weights[order[i]!]!
  const goal = share * total
  let sum = 0
  let last = NaN
  for (let i = 0; i < order.length; i++) {
    const weight = weights[order[i]!]!
    if (weight === 0) continue
    sum += weight
    last = values[order[i]!]!
    if (sum >= goal) return last
  }
  return last
}

/**
 * The share of weight below `value` plus half of that at it (the mid-rank of the weighted distribution function).
 * NaN when nothing weighs anything. Cost O(n).
 */
export function weightedRank({ values }: SortedValues, weights: Float64Array, value: number): number {
  let below = 0
  let at = 0
  let total = 0
  for (let i = 0; i < values.length; i++) {
    const weight = weights[i]!
    total += weight
    if (values[i]! < value) below += weight
    else if (values[i] === value) at += weight
  }
  return (below + at / 2) / total
}
