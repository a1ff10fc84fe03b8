import { linePath } from '../chart/path.ts'
import { html, svg } from '../element.ts'
import { formatCount, formatDuration } from '../format.ts'
import type { Growing } from './growth.ts'

/** One entry a cascade: what is expected, how sure, and how it grew. */
export function drawHottest(growing: readonly Growing[]): HTMLElement[] {
  if (growing.length === 0)
    return [
      html(
        'div',
        { class: 'empty' },
        html('p', {}, 'Nothing is watched yet. Start a replay, or feed events to POST /events.')
      )
    ]
  const largest = Math.max(...growing.map(({ cascade: { forecast, events } }) => forecast?.high ?? events))
  return [html('ol', { class: 'hottest' }, ...growing.map(each => drawEntry(each, largest)))]
}

function drawEntry({ cascade, times }: Growing, largest: number): HTMLElement {
  const { id, events, forecast } = cascade
  const { point = null, low = null, high = null } = forecast ?? {}
  const range = low === null || high === null ? '' : `${formatCount(low)} to ${formatCount(high)}`
  return html(
    'li',
    { class: 'card entry' },
    html(
      'div',
      {},
      html('a', { href: `#/cascades/${encodeURIComponent(id)}`, id: `cascade-${id}` }, id),
      html('p', { class: 'muted' }, `${formatCount(events)} events so far`)
    ),
    drawSpark(times),
    html(
      'div',
      { class: 'expected' },
      html('strong', {}, point === null ? '–' : formatCount(Math.round(point))),
      html(
        'p',
        { class: 'muted' },
        `${range}${forecast ? `, at ${formatDuration(forecast.windowSeconds)}` : 'no forecast yet'}`
      )
    ),
    drawRange(events, low, point, high, largest)
  )
}

const spark = { width: 120, height: 36 }

// Events by the age of the post.
function drawSpark(times: readonly number[]): SVGSVGElement {
  const end = Math.max(1, times.at(-1) ?? 1)
  const stride = Math.max(1, Math.ceil(times.length / spark.width))
  const points = times
    .map((time, i) => ({
      x: 2 + ((spark.width - 4) * time) / end,
      y: spark.height - 2 - ((spark.height - 4) * (i + 1)) / times.length
    }))
    .filter((_, i) => i % stride === 0 || i === times.length - 1)
  return svg(
    'svg',
    { viewBox: `0 0 ${spark.width} ${spark.height}`, class: 'chart spark', 'aria-hidden': 'true' },
    svg('path', { d: linePath(points), class: 'line seen thin' })
  )
}

// Events so far, the interval and the size expected, on one scale for all entries.
function drawRange(
  events: number,
  low: number | null,
  point: number | null,
  high: number | null,
  largest: number
): SVGSVGElement {
  const x = (size: number) => ((100 * size) / largest).toFixed(2)
  return svg(
    'svg',
    { viewBox: '0 0 100 6', preserveAspectRatio: 'none', class: 'chart range', 'aria-hidden': 'true' },
    svg('rect', { x: 0, y: 2, width: 100, height: 2, class: 'track' }),
    low !== null &&
      high !== null &&
      svg('rect', {
        x: x(low),
        y: 1,
        width: x(Math.max(high - low, largest / 300)),
        height: 4,
        class: 'fan'
      }),
    svg('rect', { x: 0, y: 2, width: x(events), height: 2, class: 'seen-bar' }),
    point !== null && svg('rect', { x: x(point), y: 0, width: 0.6, height: 6, class: 'forecast-dot' })
  )
}
