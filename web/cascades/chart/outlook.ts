import type { Forecast } from './picture.ts'

/** A range that contains the final size with probability `coverage`. */
interface Range {
  readonly coverage: number
  readonly low: number
  readonly high: number
}

// Less growth than this is no reason to call a post growing.
const MIN_GROWTH = 0.02
const MIN_EVENTS = 0.5

/** The ranges of 95, 80 and 50 %, the widest first. A forecast of an earlier release has only that of 80 %. */
export function listRanges({ quantiles, interval }: Forecast): Range[] {
  const sizeOf = (wanted: number) => quantiles?.find(({ share }) => Math.abs(share - wanted) < 1e-9)?.size
  return [0.95, 0.8, 0.5].flatMap(coverage => {
    if (interval && interval.coverage === coverage) return [interval]
    const low = sizeOf((1 - coverage) / 2)
    const high = sizeOf((1 + coverage) / 2)
    return low === undefined || high === undefined ? [] : [{ coverage, low, high }]
  })
}

/**
 * Whether the post is over: the median is hardly above the events seen, or the fitted process expects no further direct
 * reshare.
 */
export function isOver({ median, observedEvents, fit }: Forecast): boolean {
  if (median !== null && median <= observedEvents * (1 + MIN_GROWTH)) return true
  return fit !== null && fit.directOffspring < MIN_EVENTS
}
