import { buildTimeScale, futureMoments, type TimeScale } from '../../chart/time-scale.ts'
import type { Observation, Picture } from './picture.ts'
import { type Growth, spreadGrowth } from './process.ts'

/** The data and the scale of the panels of a chart. */
export interface Figure extends Picture {
  readonly observation: Observation
  readonly growth: Growth
  readonly time: TimeScale
}

/** The upper and the lower edge of a panel, in pixels. */
export interface Panel {
  readonly top: number
  readonly bottom: number
}

const SEVEN_DAYS = 7 * 86_400
// The cost of computing the growth is events times moments.
const MANY_EVENTS = 20_000

/** Computes the layout of a picture between two edges, in pixels. */
export function buildFigure(picture: Picture, left: number, right: number): Figure {
  const { windowSeconds, fit } = picture.forecast
  const { times, magnitudes } = picture.cascade
  const end = Math.max(Math.min(SEVEN_DAYS, 600 * windowSeconds), times.at(-1) ?? 0, 2 * windowSeconds)
  const time = buildTimeScale(windowSeconds, end, left, right)
  const firstLater = times.findIndex(each => each > windowSeconds)
  const seen = firstLater === -1 ? times.length : firstLater
  const observation = {
    times: times.subarray(0, seen),
    magnitudes: magnitudes.subarray(0, seen),
    windowSeconds
  }
  const moments = futureMoments(time, seen > MANY_EVENTS ? 40 : 120)
  return {
    ...picture,
    observation,
    growth: spreadGrowth(observation, fit, moments),
    time
  }
}
