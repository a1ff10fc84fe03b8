import type { LeafSample } from '../../learners/forest/leaf-samples.ts'
import { sortRows } from '../../learners/forest/sort-rows.ts'

/** A distribution of the logarithm of the final size: rising values, each with a weight, not all 0. */
export interface LogSizes {
  readonly values: Float64Array
  readonly weights: Float64Array
}

/** Numbers by rising value, and where each was before. */
export interface Ranked {
  readonly values: Float64Array
  readonly order: Uint32Array
}

/** Equal values by position. Cost O(n). */
export function rank(values: Float64Array): Ranked {
  const order = new Uint32Array(values.length)
  sortRows(values, order)
  return { values: Float64Array.from(order, i => values[i]), order }
}

/** Samples of a ranked list as a distribution. Cost O(samples). */
export function spreadSamples(ranked: Ranked, { ranks, weights }: LeafSample): LogSizes {
  const values = new Float64Array(ranks.length)
  for (let i = 0; i < values.length; i++) values[i] = ranked.values[ranks[i]]
  return { values, weights }
}

/**
 * Samples of two ranked lists as one distribution, values below `floor` raised to it. `shift` is added to the first
 * one's values. Cost O(samples): both are in order already.
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

/** The least value at which the weight so far reaches `share` of all. Cost O(n). */
export function findQuantile({ values, weights }: LogSizes, share: number): number {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]
  const goal = share * total
  let sum = 0
  for (let i = 0; i < values.length - 1; i++) {
    sum += weights[i]
    if (sum >= goal) return values[i]
  }
  return values[values.length - 1]
}

/** The share of weight below `value` plus half of that at it: the mid-rank of the distribution function. Cost O(n). */
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

/** The distribution without `share` (below .5) of its weight at either end. Cost O(n). */
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
 * The log of the size of least expected absolute relative error. |N - x|/N weighs a miss by 1/N, so it is the median
 * under weights w e^-value. Cost O(n).
 */
export function findMinError({ values, weights }: LogSizes): number {
  const least = values[0]
  const tilted = new Float64Array(weights.length)
  for (let i = 0; i < weights.length; i++) tilted[i] = weights[i] * Math.exp(least - values[i])
  return findQuantile({ values, weights: tilted }, 0.5)
}
