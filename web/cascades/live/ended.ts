import { html } from '../../element.ts'
import { formatCount, formatDuration, formatShare } from '../../format.ts'
import type { WatchedCascade } from '../../service.ts'

/** Draws the cascades that ended last and the error of their last forecast. Draws nothing if there are none. */
export function drawEnded(cascades: readonly WatchedCascade[]): HTMLElement[] {
  if (cascades.length === 0) return []
  const items = cascades.map(({ id, events, forecast }) =>
    html(
      'li',
      {},
      html(
        'p',
        {},
        html('a', { href: `#/cascades/${encodeURIComponent(id)}` }, id),
        `: ${formatCount(events)} events`
      ),
      html('p', { class: 'muted' }, compare(events, forecast))
    )
  )
  return [
    html(
      'section',
      { class: 'card' },
      html('h2', {}, 'Recently ended'),
      html('ol', { class: 'timeline' }, ...items)
    )
  ]
}

function compare(events: number, forecast: WatchedCascade['forecast']): string {
  if (!forecast) return 'ended before its first forecast'
  const { median, windowSeconds } = forecast
  if (median === null) return `no expected size at ${formatDuration(windowSeconds)}`
  const off = Math.abs(median / events - 1)
  return `${formatCount(Math.round(median))} expected at ${formatDuration(windowSeconds)}: ${off < 0.005 ? 'exact' : `${formatShare(off)} too ${median > events ? 'high' : 'low'}`}`
}
