import { html } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import { describeMetric, formatMetric, lossMetric, readOtherMetric } from '../predictor/metric.ts'
import { allSlices, compareSlices, describeSlice } from '../predictor/slices.ts'
import type { Model, Predictor } from '../service.ts'
import { drawTable } from '../table.ts'
import { type Models, ownMetrics } from './load.ts'
import { drawActions } from './version-actions.ts'

const MAX_SLICES = 6

/** Draws every version with its loss by slice and its further metrics, on held-out cases. */
export function drawVersions(predictor: Predictor, { versions }: Models, onChange: () => void): HTMLElement {
  const metric = lossMetric(predictor)
  const others = predictor.metrics.slice(1)
  const slices = [
    ...new Set(versions.flatMap(model => ownMetrics(predictor, model).map(({ slice }) => slice)))
  ]
    .toSorted((a, b) => compareSlices(predictor.slices, a, b))
    .slice(0, MAX_SLICES)
  const columns = [
    { name: 'Version' },
    { name: 'Created' },
    { name: 'Training samples', isNumber: true },
    ...slices.map(slice => ({
      name: slice === allSlices ? metric.title : describeSlice(predictor.slices, slice),
      isNumber: true
    })),
    ...others.map(({ title }) => ({ name: title, isNumber: true })),
    { name: 'Actions', isNumber: true }
  ]
  const rows = versions.map(model => [
    drawName(model),
    formatTime(model.createdAt),
    formatCount(model.training.samples),
    ...slices.map(slice => {
      const found = ownMetrics(predictor, model).find(each => each.slice === slice)
      return formatMetric(metric, found?.meanLoss ?? null)
    }),
    ...others.map(other => formatMetric(other, readOtherMetric(model, other))),
    drawActions(predictor, model, onChange)
  ])
  const bySlice = predictor.slices === null ? '' : ` by ${lowerFirst(predictor.slices.title)}`
  return html(
    'section',
    { class: 'card' },
    html('h2', {}, 'Versions'),
    html(
      'p',
      { class: 'muted' },
      `${[`${describeMetric(metric)}${bySlice}`, ...others.map(describeMetric)].join(', ')}. Each version is measured on its own held-out cases.`
    ),
    versions.length === 0
      ? html('p', { class: 'muted' }, 'No version has been trained yet.')
      : drawTable('Versions', columns, rows)
  )
}

/** Lowers the first letter: 'Window' to 'window'. Keeps 'URL'. */
function lowerFirst(title: string): string {
  return /^\p{Lu}\p{Lu}/u.test(title) ? title : `${title.charAt(0).toLowerCase()}${title.slice(1)}`
}

function drawName({ version, isServing, isSimulated, isCollected, tags }: Model): HTMLElement {
  const badge = (words: string, kind = 'plain') => html('span', { class: `badge ${kind}` }, words)
  return html(
    'span',
    { class: 'row' },
    String(version),
    isServing && badge('live', 'serving'),
    isSimulated && badge('simulated'),
    isCollected && badge('deleted'),
    ...tags.map(tag => badge(tag, ''))
  )
}
