/** Where a moment stands: what was seen on a linear scale, what was still to come on a log scale beside it. */
export interface TimeScale {
  readonly windowSeconds: number
  readonly endSeconds: number
  readonly left: number
  /** x of the window's end. */
  readonly now: number
  readonly right: number
  readonly x: (seconds: number) => number
}

const seenShare = 0.56

export function buildTimeScale(
  windowSeconds: number,
  endSeconds: number,
  left: number,
  right: number
): TimeScale {
  const now = left + seenShare * (right - left)
  const x = (seconds: number) =>
    seconds <= windowSeconds
      ? left + ((now - left) * seconds) / windowSeconds
      : now + ((right - now) * Math.log(seconds / windowSeconds)) / Math.log(endSeconds / windowSeconds)
  return { windowSeconds, endSeconds, left, now, right, x }
}

/** Moments that stand evenly along the scale, from the window's end (left out) to the end of the scale. */
export function futureMoments({ windowSeconds, endSeconds }: TimeScale, count: number): Float64Array {
  const step = Math.log(endSeconds / windowSeconds) / count
  return Float64Array.from({ length: count }, (_, i) => windowSeconds * Math.exp(step * (i + 1)))
}

const minute = 60
const hour = 3600
const day = 86_400
const steps = [
  10,
  20,
  30,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  28 * day
]
const leastGap = 58

/** The moments worth a label: a few even ones up to the window, the window, round ones after it. */
export function timeTicks(scale: TimeScale): readonly number[] {
  const { windowSeconds, now, x } = scale
  const step = steps.find(each => windowSeconds / each <= 5) ?? windowSeconds
  const seen = Array.from({ length: Math.ceil(windowSeconds / step) }, (_, i) => i * step)
  const ticks = seen.filter(tick => now - x(tick) >= leastGap)
  ticks.push(windowSeconds)
  for (const each of steps.filter(each => each > windowSeconds && each <= scale.endSeconds))
    if (x(each) - x(ticks.at(-1)!) >= leastGap) ticks.push(each)
  return ticks
}
