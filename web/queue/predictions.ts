import { html } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import type { Forecast, Prediction } from '../service.ts'
import { drawTable } from '../table.ts'

const kinds: Readonly<Record<Prediction['state'], string>> = {
  queued: 'plain',
  running: '',
  succeeded: 'serving',
  failed: 'failed',
  canceled: 'plain'
}

/** The newest predictions with their states and attempts. */
export function drawPredictions(predictions: readonly Prediction[]): HTMLElement[] {
  const rows = predictions.map(({ id, subject, state, attempts, model, result, createdAt, links }) => {
    const { point = null } = (result ?? {}) as Partial<Forecast>
    return [
      html('a', { href: links.self }, html('code', {}, id)),
      subject ?? '–',
      html('span', { class: `badge ${kinds[state]}` }, state),
      formatCount(attempts),
      point === null ? '–' : formatCount(Math.round(point)),
      model === null ? '–' : String(model.version),
      formatTime(createdAt)
    ]
  })
  const columns = [
    { name: 'Prediction' },
    { name: 'Of' },
    { name: 'State' },
    { name: 'Attempts', isNumber: true },
    { name: 'Size', isNumber: true },
    { name: 'Version', isNumber: true },
    { name: 'Asked' }
  ]
  return [
    html(
      'section',
      { class: 'card' },
      html('h2', {}, 'Newest predictions'),
      rows.length === 0
        ? html('p', { class: 'muted' }, 'None so far.')
        : drawTable('Newest predictions', columns, rows)
    )
  ]
}
