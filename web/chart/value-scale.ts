/** The position of a value between the bottom and the top of a panel. */
export interface ValueScale {
  readonly top: number
  readonly bottom: number
  readonly ticks: readonly number[]
  readonly y: (value: number) => number
}

/** Builds a linear scale from 0 to at least `largest`, rounded up to a tick. */
export function linearScale(largest: number, top: number, bottom: number, maxTicks = 5): ValueScale {
  const step = niceStep((largest > 0 ? largest : 1) / maxTicks)
  const end = step * Math.max(1, Math.ceil(largest / step))
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => i * step)
  return { top, bottom, ticks, y: value => bottom - ((bottom - top) * value) / end }
}

/** Builds a log scale from `smallest` to `largest` (0 < smallest < largest), with powers of ten as ticks. */
export function logScale(smallest: number, largest: number, top: number, bottom: number): ValueScale {
  const low = Math.floor(Math.log10(smallest))
  const high = Math.max(low + 1, Math.ceil(Math.log10(largest)))
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i))
  const share = (value: number) => (Math.log10(value) - low) / (high - low)
  return { top, bottom, ticks, y: value => bottom - (bottom - top) * share(value) }
}

// The smallest of 1, 2, 5 times a power of ten that is at least `min`.
function niceStep(min: number): number {
  const power = 10 ** Math.floor(Math.log10(min))
  return power * ([1, 2, 5].find(each => each * power >= min) ?? 10)
}
