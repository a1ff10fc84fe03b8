import { linePath } from '../../chart/path.ts'
import { html, svg } from '../../element.ts'
import { formatCount, formatDuration } from '../../format.ts'
import type { WatchedCascade } from '../../service.ts'
import type { Growth } from './growth.ts'

const spark = { width: 120, height: 36 }

/** Builds the row of one watched cascade. Later changes are written into it. */
export function buildRow(id: string) {
  const events = html('p', { class: 'muted' })
  const expected = html('strong')
  const range = html('p', { class: 'muted' })
  const line = svg('path', { class: 'line seen thin' })
  const fan = svg('rect', { y: 1, height: 4, class: 'fan' })
  const seen = svg('rect', { x: 0, y: 2, height: 2, class: 'seen-bar' })
  const point = svg('rect', { y: 0, width: 0.6, height: 6, class: 'forecast-dot' })
  const element = html(
    'li',
    { class: 'card entry' },
    html(
      'div',
      { class: 'who' },
      html('a', { href: `#/cascades/${encodeURIComponent(id)}`, id: `cascade-${id}` }, id),
      events
    ),
    svg(
      'svg',
      { viewBox: `0 0 ${spark.width} ${spark.height}`, class: 'chart spark', 'aria-hidden': 'true' },
      line
    ),
    html('div', { class: 'expected' }, expected, range),
    svg(
      'svg',
      { viewBox: '0 0 100 6', preserveAspectRatio: 'none', class: 'chart range', 'aria-hidden': 'true' },
      svg('rect', { x: 0, y: 2, width: 100, height: 2, class: 'track' }),
      fan,
      seen,
      point
    )
  )

  return {
    element,

    /** Writes the figures. `largest` is the value of the full bar. */
    show({ events: count, forecast, provenance, growingFasterSince }: WatchedCascade, largest: number): void {
      // The forecast may be older than the events.
      const raise = (size: number | null) => (size === null ? null : Math.max(size, count))
      const size = raise(forecast?.median ?? null)
      const low = raise(forecast?.low ?? null)
      const high = raise(forecast?.high ?? null)
      const faster = growingFasterSince === null ? '' : ' · growing faster than expected'
      write(
        events,
        `${formatCount(count)} ${count === 1 ? 'event' : 'events'} so far${faster}${provenance === 'real' ? '' : ` · ${provenance}`}`
      )
      write(expected, size === null ? '–' : formatCount(Math.round(size)))
      write(range, describe(low, high, forecast?.windowSeconds ?? null))
      const x = (value: number) => Math.min(100, (100 * value) / largest).toFixed(1)
      set(seen, 'width', x(count))
      set(point, 'x', size === null ? '-1' : x(size))
      set(fan, 'x', x(low ?? 0))
      set(fan, 'width', low === null || high === null ? '0' : x(Math.max(high - low, largest / 300)))
    },

    /** Draws the growth by the age of the post. */
    draw(growth: Growth): void {
      const [end, max] = growth.at(-1) ?? [1, 1]
      const points = growth.map(([seconds, events]) => ({
        x: 2 + ((spark.width - 4) * seconds) / Math.max(1, end),
        y: spark.height - 2 - ((spark.height - 4) * events) / max
      }))
      set(line, 'd', linePath(points))
    }
  }
}

export type Row = ReturnType<typeof buildRow>

function describe(low: number | null, high: number | null, windowSeconds: number | null): string {
  if (windowSeconds === null) return 'no forecast yet'
  const range = low === null || high === null ? '' : `${formatCount(low)} to ${formatCount(high)}, `
  return `${range}at ${formatDuration(windowSeconds)}`
}

// Writes only a changed value, because writing to the document is slow.
function write(element: HTMLElement, words: string): void {
  const text = element.firstChild
  if (text === null) element.append(words)
  else if (text.nodeValue !== words) text.nodeValue = words
}

function set(element: SVGElement, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
