/** The position of a time: the past on a linear scale, the future on a log scale beside it. */
export interface TimeScale {
  /** The end of the past. */
  readonly nowSeconds: number
  readonly endSeconds: number
  readonly left: number
  /** x of `nowSeconds`. */
  readonly now: number
  readonly right: number
  readonly x: (seconds: number) => number
}

const seenShare = 0.54

export function buildTimeScale(
  nowSeconds: number,
  endSeconds: number,
  left: number,
  right: number
): TimeScale {
  const now = left + seenShare * (right - left)
  const x = (seconds: number) =>
    seconds <= nowSeconds
      ? left + ((now - left) * seconds) / nowSeconds
      : now + ((right - now) * Math.log(seconds / nowSeconds)) / Math.log(endSeconds / nowSeconds)
  return { nowSeconds, endSeconds, left, now, right, x }
}

/** Evenly spaced times from `nowSeconds` (excluded) to the end of the scale. */
export function futureMoments({ nowSeconds, endSeconds }: TimeScale, count: number): Float64Array {
  const step = Math.log(endSeconds / nowSeconds) / count
  return Float64Array.from({ length: count }, (_, i) => nowSeconds * Math.exp(step * (i + 1)))
}

const minute = 60
const hour = 3600
const day = 86_400
const steps = [
  ...[10, 20, 30],
  ...[1, 2, 5, 10, 20, 30].map(each => each * minute),
  ...[1, 2, 3, 6, 12].map(each => each * hour),
  ...[1, 2, 7, 14, 28].map(each => each * day)
]
const MIN_GAP = 54

/** The times with a label: a few even ones up to `nowSeconds`, `nowSeconds`, and round ones after it. */
export function timeTicks(scale: TimeScale): readonly number[] {
  const { nowSeconds, endSeconds, left, now, x } = scale
  const maxCount = Math.min(5, Math.floor((now - left) / MIN_GAP))
  const step = steps.find(each => nowSeconds / each <= maxCount) ?? nowSeconds
  const seen = Array.from({ length: Math.ceil(nowSeconds / step) }, (_, i) => i * step)
  const ticks = seen.filter(tick => now - x(tick) >= MIN_GAP)
  ticks.push(nowSeconds)
  for (const each of steps.filter(each => each > nowSeconds && each <= endSeconds))
    if (x(each) - x(ticks.at(-1)!) >= MIN_GAP) ticks.push(each)
  return ticks
}
