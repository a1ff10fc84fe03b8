import type { LeafSample } from '../../learners/forest/leaf-samples.ts'
import { sortRows } from '../../learners/forest/sort-rows.ts'

/** A distribution of the log of the final size: values in ascending order and their weights, which are not all 0. */
export interface LogSizes {
  readonly values: Float64Array
  readonly weights: Float64Array
}

/** Numbers in ascending order, and the original index of each. */
export interface Ranked {
  readonly values: Float64Array
  readonly order: Uint32Array
}

/** Sorts `values`; equal values keep their order. Cost O(n). */
export function rank(values: Float64Array): Ranked {
  const order = new Uint32Array(values.length)
  sortRows(values, order)
  return { values: Float64Array.from(order, i => values[i]), order }
}

/** The distribution of the samples of a ranked list. Cost O(samples). */
export function spreadSamples(ranked: Ranked, { ranks, weights }: LeafSample): LogSizes {
  const values = new Float64Array(ranks.length)
  for (let i = 0; i < values.length; i++) values[i] = ranked.values[ranks[i]]
  return { values, weights }
}

/**
 * Merges the samples of two ranked lists into one distribution. `shift` is added to the values of the first list; values
 * below `floor` are raised to `floor`. Cost O(samples): both are sorted already.
 */
export function mergeSamples(
  first: Ranked,
  firstSample: LeafSample,
  shift: number,
  second: Ranked,
  secondSample: LeafSample,
  floor: number
): LogSizes {
  const firstCount = firstSample.ranks.length
  const secondCount = secondSample.ranks.length
  const values = new Float64Array(firstCount + secondCount)
  const weights = new Float64Array(firstCount + secondCount)
  let i = 0
  let j = 0
  while (i + j < values.length) {
    const at = i + j
    const left = i < firstCount ? first.values[firstSample.ranks[i]] + shift : Infinity
    const right = j < secondCount ? second.values[secondSample.ranks[j]] : Infinity
    values[at] = Math.max(floor, Math.min(left, right))
    weights[at] = left <= right ? firstSample.weights[i++] : secondSample.weights[j++]
  }
  return { values, weights }
}

/**
 * The smallest values at which the cumulative weight reaches each share of the total. `shares`: in ascending order.
 * Cost O(n + shares).
 */
export function findQuantiles({ values, weights }: LogSizes, shares: readonly number[]): Float64Array {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]
  const quantiles = new Float64Array(shares.length)
  let sum = weights[0]
  for (let i = 0, k = 0; k < shares.length; k++) {
    while (i < values.length - 1 && sum < shares[k] * total) sum += weights[++i]
    quantiles[k] = values[i]
  }
  return quantiles
}

/** `findQuantiles` of one share. */
export function findQuantile(sizes: LogSizes, share: number): number {
  return findQuantiles(sizes, [share])[0]
}

/** The mid-rank of `value`: the share of the weight below it plus half of the share at it. Cost O(n). */
export function findRank({ values, weights }: LogSizes, value: number): number {
  let below = 0
  let at = 0
  let total = 0
  for (let i = 0; i < values.length; i++) {
    const weight = weights[i]
    total += weight
    if (values[i] < value) below += weight
    else if (values[i] === value) at += weight
  }
  return (below + at / 2) / total
}

/** Removes `share` (below .5) of the weight at each end of the distribution. Cost O(n). */
export function trimEnds({ values, weights }: LogSizes, share: number): LogSizes {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]
  const low = share * total
  const high = total - low
  let sum = 0
  const trimmed = new Float64Array(weights.length)
  for (let i = 0; i < weights.length; i++) {
    const before = sum
    sum += weights[i]
    trimmed[i] = Math.max(0, Math.min(sum, high) - Math.max(before, low))
  }
  return { values, weights: trimmed }
}

/**
 * The log of the size with the minimum expected absolute relative error. |N - x|/N weights an error by 1/N, so the minimum is
 * the median with weights w e^-value. Cost O(n).
 */
export function findMinError({ values, weights }: LogSizes): number {
  const min = values[0]
  const tilted = new Float64Array(weights.length)
  for (let i = 0; i < weights.length; i++) tilted[i] = weights[i] * Math.exp(min - values[i])
  return findQuantile({ values, weights: tilted }, 0.5)
}
