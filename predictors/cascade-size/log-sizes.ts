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

/** Cost O(n log n). */
export function rank(values: Float64Array): Ranked {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)
  return { values: Float64Array.from(order, i => values[i]!), order }
}

/**
 * Two weighted samples as one distribution, values below `floor` raised to it. `shift` is added to the first one's
 * values. Weights are by position before ranking. Cost O(n): both are ranked already.
 */
export function mergeSamples(
  first: Ranked,
  firstWeights: Float64Array,
  shift: number,
  second: Ranked,
  secondWeights: Float64Array,
  floor: number
): LogSizes {
  const total = first.values.length + second.values.length
  const values = new Float64Array(total)
  const weights = new Float64Array(total)
  let length = 0
  let i = 0
  let j = 0
  while (i < first.values.length || j < second.values.length) {
    const left = i < first.values.length ? first.values[i]! + shift : Infinity
    const right = j < second.values.length ? second.values[j]! : Infinity
    const weight = left <= right ? firstWeights[first.order[i++]!]! : secondWeights[second.order[j++]!]!
    if (weight === 0) continue
    values[length] = Math.max(floor, Math.min(left, right))
    weights[length++] = weight
  }
  return { values: values.subarray(0, length), weights: weights.subarray(0, length) }
}

/** The least value at which the weight so far reaches `share` of all. Cost O(n). */
export function findQuantile({ values, weights }: LogSizes, share: number): number {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]!
  const goal = share * total
  let sum = 0
  for (let i = 0; i < values.length - 1; i++) {
    sum += weights[i]!
    if (sum >= goal) return values[i]!
  }
  return values[values.length - 1]!
}

/** The share of weight below `value` plus half of that at it: the mid-rank of the distribution function. Cost O(n). */
export function findRank({ values, weights }: LogSizes, value: number): number {
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

/**
 * The log of the size of least expected absolute relative error. |N - x|/N weighs a miss by 1/N, so it is the median
 * under weights w e^-value. Cost O(n).
 */
export function findLeastError({ values, weights }: LogSizes): number {
  const least = values[0]!
  const tilted = weights.map((weight, i) => weight * Math.exp(least - values[i]!))
  return findQuantile({ values, weights: tilted }, 0.5)
}
