import { drawTimeAxis, NARROW_WIDTH } from '../../chart/axes.ts'
import { type Drawing, draw } from '../../chart/drawing.ts'
import { formatCount, formatDuration } from '../../format.ts'
import { drawAuthors } from './authors-panel.ts'
import { buildFigure } from './figure.ts'
import { drawIntensity } from './intensity-panel.ts'
import { isOver } from './outlook.ts'
import type { Picture } from './picture.ts'
import { drawSize } from './size-panel.ts'

// From this width on, the labels of the final sizes fit right of the panels.
const WIDE = 900

/** Draws sizes, authors and intensity over one time axis, as an `svg` of this width in pixels. */
export function drawForecast(picture: Picture, width: number): Drawing {
  const isNarrow = width < NARROW_WIDTH
  const isWide = width >= WIDE
  const size = { top: 34, bottom: isNarrow ? 230 : 290 }
  const authors = { top: size.bottom + 50, bottom: size.bottom + (isNarrow ? 140 : 160) }
  const intensity = { top: authors.bottom + 50, bottom: authors.bottom + 140 }
  const height = intensity.bottom + 52
  const margin = isNarrow ? { left: 46, right: 14 } : { left: 54, right: isWide ? 216 : 24 }
  const figure = buildFigure(picture, margin.left, width - margin.right)
  return draw(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', class: 'chart' },
    draw('title', {}, describeForecast(picture)),
    drawSize(figure, size, isWide),
    drawAuthors(figure, authors),
    drawIntensity(figure, intensity),
    drawTimeAxis(figure.time, size.top, intensity.bottom, 'post')
  )
}

/** '59 events in 10 min, growing. Expected final size: 321, 150 to 700. Actual: 400.' */
export function describeForecast({ forecast, truth }: Picture): string {
  const { windowSeconds, observedEvents, median, interval, method, reason } = forecast
  const state = median === null ? '' : isOver(forecast) ? ', over' : ', growing'
  const seen = `${formatCount(observedEvents)} events in ${formatDuration(windowSeconds)}${state}.`
  const range = interval ? `, ${formatCount(interval.low)} to ${formatCount(interval.high)}` : ''
  const expected =
    median !== null
      ? `Expected final size: ${formatCount(Math.round(median))}${range}.`
      : method === 'none'
        ? `No forecast: ${reason}.`
        : 'No expected size: the method has no distribution.'
  return [seen, expected, ...(truth === null ? [] : [`Actual: ${formatCount(truth)}.`])].join(' ')
}
