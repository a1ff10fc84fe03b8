import { html } from '../../element.ts'
import { formatCount, formatDuration, formatTime } from '../../format.ts'
import type { Alert } from '../../service.ts'

/** Draws the alerts, newest first. A screen reader announces new ones. */
export function drawAlerts(alerts: readonly Alert[]): HTMLElement[] {
  const list = alerts.map(({ kind, cascadeId, predicted, windowSeconds, threshold, createdAt }) =>
    html(
      'li',
      { class: 'rollback' },
      html(
        'p',
        {},
        html('a', { href: `#/cascades/${encodeURIComponent(cascadeId)}` }, cascadeId),
        kind === 'growth'
          ? `: ${formatCount(predicted)} events, growing faster than expected at ${formatDuration(windowSeconds)}`
          : `: ${formatCount(predicted)} expected at ${formatDuration(windowSeconds)}`
      ),
      html('p', { class: 'muted' }, `${formatTime(createdAt)} · above ${formatCount(threshold)}`)
    )
  )
  return [
    html(
      'section',
      { class: 'card' },
      html('h2', {}, 'Alerts'),
      list.length === 0
        ? html(
            'p',
            { class: 'muted' },
            'No alerts. GROUNDSWELL_ALERT_THRESHOLD sets the size that raises one.'
          )
        : html('ol', { class: 'timeline', 'aria-live': 'polite' }, ...list)
    )
  ]
}
