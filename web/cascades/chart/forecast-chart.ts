import { timeAxis } from '../../chart/axes.ts'
import { svg } from '../../element.ts'
import { formatCount, formatDuration } from '../../format.ts'
import type { Forecast } from '../../service.ts'
import type { Cascade } from '../events.ts'
import { drawAuthors } from './authors-panel.ts'
import { drawIntensity } from './intensity-panel.ts'
import { growthShares } from './process.ts'
import { drawSize } from './size-panel.ts'
import { buildTimeScale, futureMoments } from './time-scale.ts'

export interface Picture {
  readonly cascade: Cascade
  readonly forecast: Forecast
  /** The final size, where it is known. */
  readonly truth: number | null
}

const sevenDays = 7 * 86_400

/** Sizes, authors and intensity over one time axis, drawn for a width in pixels. */
export function drawForecast({ cascade, forecast, truth }: Picture, width: number): SVGSVGElement {
  const { windowSeconds } = forecast
  const isNarrow = width < 560
  const size = { top: 34, bottom: isNarrow ? 230 : 290 }
  const authors = { top: size.bottom + 50, bottom: size.bottom + (isNarrow ? 140 : 160) }
  const intensity = { top: authors.bottom + 50, bottom: authors.bottom + 140 }
  const last = cascade.times.at(-1)!
  const end = Math.max(Math.min(sevenDays, 600 * windowSeconds), last, 2 * windowSeconds)
  const time = buildTimeScale(windowSeconds, end, isNarrow ? 46 : 54, width - (isNarrow ? 14 : 24))
  const count = cascade.times.findIndex(each => each > windowSeconds)
  const seen = count === -1 ? cascade.times.length : count
  const observation = {
    times: cascade.times.slice(0, seen),
    magnitudes: cascade.magnitudes.slice(0, seen),
    windowSeconds
  }
  const moments = futureMoments(time, seen > 20_000 ? 40 : 120)
  const shares = growthShares(observation, forecast.fit, moments)
  const growth = { moments, shares }
  const height = intensity.bottom + 52
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', class: 'chart' },
    svg('title', {}, describe(forecast, truth)),
    drawSize({ cascade, seen, forecast, truth, growth, time, ...size }),
    drawAuthors({ cascade, seen, time, ...authors }),
    drawIntensity({ observation, forecast, growth, time, ...intensity }),
    timeAxis(time, size.top, intensity.bottom)
  )
}

function describe(
  { windowSeconds, observedEvents, point, interval }: Forecast,
  truth: number | null
): string {
  const seen = `${formatCount(observedEvents)} events in ${formatDuration(windowSeconds)}.`
  const range = interval ? `, ${formatCount(interval.low)} to ${formatCount(interval.high)}` : ''
  const expected = point === null ? 'No forecast.' : `Expected final size: ${formatCount(point)}${range}.`
  return [seen, expected, truth === null ? '' : `Actual: ${formatCount(truth)}.`].join(' ')
}
