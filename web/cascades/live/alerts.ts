import { html } from '../../element.ts'
import { formatCount, formatDuration, formatShare, formatTime } from '../../format.ts'
import type { Alert } from '../../service.ts'

/** Draws the alerts, newest first. A screen reader announces new ones. */
export function drawAlerts(alerts: readonly Alert[]): HTMLElement[] {
  const list = alerts.map(({ cascadeId, windowSeconds, createdAt, ...alert }) =>
    html(
      'li',
      { class: 'rollback' },
      html(
        'p',
        {},
        html('a', { href: `#/cascades/${encodeURIComponent(cascadeId)}` }, cascadeId),
        `: ${describeReached(alert)} at ${formatDuration(windowSeconds)}`
      ),
      html('p', { class: 'muted' }, `${formatTime(createdAt)} · above ${formatCount(alert.threshold)}`)
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

/** '881 expected', 'above 500 with 82 %', '1,056 at the upper end of the 80 % range'. */
function describeReached({
  kind,
  predicted,
  measure,
  threshold,
  probability
}: Pick<Alert, 'kind' | 'predicted' | 'measure' | 'threshold' | 'probability'>): string {
  const size = formatCount(predicted)
  if (kind === 'growth') return `${size} events, growing faster than expected`
  if (measure === 'median') return `${size} expected`
  if (measure === 'probability' && probability !== null)
    return `${formatShare(probability)} probability of more than ${formatCount(threshold)}, ${size} expected`
  if (measure === 'low' || measure === 'high')
    return `${size} at the ${measure === 'low' ? 'lower' : 'upper'} end of the 80 % range`
  return `${size} as the size with the smallest relative error`
}
