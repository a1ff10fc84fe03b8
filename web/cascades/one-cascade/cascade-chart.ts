import { drawValueAxis } from '../../chart/axes.ts'
import { type Drawing, draw, drawText } from '../../chart/drawing.ts'
import { linePath } from '../../chart/path.ts'
import { linearScale } from '../../chart/value-scale.ts'
import { formatDuration } from '../../format.ts'
import type { CascadeDetail } from '../../service.ts'

const width = 960
const edge = { left: 60, right: width - 24 }
const panel = { top: 34, bottom: 320 }
const moments = [60, 300, 600, 1800, 3600, 10_800, 21_600, 86_400, 259_200, 604_800]

/** Draws the growth of a cascade, each forecast at its window, and the outcome as a line. */
export function drawCascade({ cascade, events, forecasts, outcome }: CascadeDetail): Drawing {
  const times = events.map(({ time }) => time).filter(time => time !== null)
  const made = forecasts.filter(({ median, windowSeconds }) => median !== null && windowSeconds !== null)
  const end = Math.max(120, times.at(-1) ?? 0, ...made.map(({ windowSeconds }) => windowSeconds! * 1.3))
  // A square root scale gives space to the first minutes and includes 0.
  const x = (seconds: number) => edge.left + (edge.right - edge.left) * Math.sqrt(seconds / end)
  const largest = Math.max(
    outcome?.finalSize ?? 0,
    cascade.events,
    ...made.map(({ high, median }) => high ?? median!)
  )
  const scale = linearScale(largest, panel.top, panel.bottom)
  const stride = Math.max(1, Math.floor(times.length / 1_000))
  const points = times.flatMap((time, i) =>
    i % stride === 0 || i === times.length - 1 ? [{ x: x(time), y: scale.y(i + 1) }] : []
  )
  let last = -Infinity
  const ticks = moments.filter(moment => {
    const isApart = moment <= end && x(moment) - last > 60
    if (isApart) last = x(moment)
    return isApart
  })
  return draw(
    'svg',
    {
      viewBox: `0 0 ${width} 352`,
      class: 'chart fluid',
      role: 'img',
      'aria-label': 'Events by the age of the post, and the forecasts. The table below has the figures.'
    },
    drawValueAxis(scale, edge, 'Size', 'events by the age of the post'),
    outcome &&
      draw('line', {
        x1: edge.left,
        x2: edge.right,
        y1: scale.y(outcome.finalSize),
        y2: scale.y(outcome.finalSize),
        class: 'line truth dotted'
      }),
    draw('path', { d: linePath(points), class: 'line seen' }),
    ...made.map(({ windowSeconds, median, low, high }) => {
      const at = x(windowSeconds!)
      return draw(
        'g',
        {},
        low !== null &&
          high !== null &&
          draw('line', { x1: at, x2: at, y1: scale.y(low), y2: scale.y(high), class: 'whisker' }),
        draw('circle', { cx: at, cy: scale.y(median!), r: 5.5, class: 'forecast-dot' })
      )
    }),
    ...ticks.map(moment => drawText(x(moment), panel.bottom + 22, formatDuration(moment), 'muted middle'))
  )
}
