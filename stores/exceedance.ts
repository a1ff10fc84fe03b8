/** A value and the probability that the true value is at most this value. */
interface Quantile {
  readonly share: number
  readonly size: number
}

/** Whether a part of a stored answer is a list of quantiles in ascending order. */
export function isQuantiles(value: unknown): value is readonly Quantile[] {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every(isQuantile) &&
    value.every((quantile, i, all) => isAscending(all[i - 1], quantile))
  )
}

function isQuantile(value: unknown): value is Quantile {
  if (typeof value !== 'object' || value === null || !('share' in value && 'size' in value)) return false
  const { share, size } = value
  return typeof share === 'number' && share > 0 && share < 1 && typeof size === 'number'
}

function isAscending(last: Quantile | undefined, next: Quantile): boolean {
  return !last || (next.share > last.share && next.size >= last.size)
}

/**
 * The probability that the true value exceeds `value`: 1 below `min`, the smallest possible value. Between two quantiles it
 * is interpolated, on the log scale if all of them are positive. Beyond the outer quantiles it continues exponentially on
 * that scale, at the rate of the last two.
 */
export function findExceedance(quantiles: readonly Quantile[], value: number, min: number | null): number {
  const [first, second] = quantiles
  const [beforeLast, last] = quantiles.slice(-2)
  if (!first || !second || !beforeLast || !last) throw new RangeError('there must be at least two quantiles')
  if (min !== null && value < min) return 1
  const isLog = first.size > 0 && (min === null || min > 0)
  if (isLog && value <= 0) return 1
  const toScale = isLog ? Math.log : (size: number) => size
  const reach = (from: number, to: number) => toScale(to) - toScale(from)
  const above = quantiles.findIndex(({ size }) => size > value)
  if (above < 0)
    return continueTail(
      1 - last.share,
      1 - beforeLast.share,
      reach(last.size, value),
      reach(beforeLast.size, last.size)
    )
  const next = quantiles[above] ?? last
  const previous = quantiles[above - 1] ?? (min === null ? null : { share: 0, size: min })
  if (!previous)
    return (
      1 - continueTail(first.share, second.share, reach(value, first.size), reach(first.size, second.size))
    )
  const passed = reach(previous.size, value) / reach(previous.size, next.size)
  return 1 - previous.share - passed * (next.share - previous.share)
}

/** The probability beyond an outer quantile, at `distance` from it. `step`: the distance between it and its neighbour. */
function continueTail(outer: number, inner: number, distance: number, step: number): number {
  if (distance <= 0) return outer
  return step > 0 ? outer * (outer / inner) ** (distance / step) : 0
}
