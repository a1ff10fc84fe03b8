import { html } from '../element.ts'
import { formatMetric, type PredictorMetric } from '../predictor/metric.ts'

/** Draws the change of a metric between two versions, marked as better or worse by its direction. */
export function drawChange(metric: PredictorMetric, difference: number | null): HTMLElement | string {
  if (difference === null) return '–'
  const worsening = metric.direction === 'lower-is-better' ? difference : -difference
  const kind = worsening < 0 ? 'better' : worsening > 0 ? 'worse' : ''
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : ''
  return html('span', { class: kind }, `${sign}${formatMetric(metric, Math.abs(difference))}`)
}
