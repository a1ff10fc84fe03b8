import { describeError } from '../describe-error.ts'
import { html, replace } from '../element.ts'
import { describeMetric, formatMetric, lossMetric, readOtherMetric } from '../predictor/metric.ts'
import { compareSlices, describeSlice } from '../predictor/slices.ts'
import { type Model, type ModelComparison, type Predictor, service } from '../service.ts'
import { drawTable } from '../table.ts'
import { drawChange } from './change.ts'

/** Builds the metrics of two versions side by side. The element and its choice persist across refreshes. */
export function buildComparison(predictor: Predictor) {
  const first = html('select', { id: 'first', 'aria-label': 'First version' })
  const second = html('select', { id: 'second', 'aria-label': 'Second version' })
  const container = html('div', { 'aria-live': 'polite' })
  const choice = html('div', { class: 'row' }, first, 'and', second)
  const element = html('section', { class: 'card' }, html('h2', {}, 'Comparison'), choice, container)
  let offered: string | null = null
  let offeredModels: readonly Model[] = []

  async function compare(): Promise<void> {
    const versions = [Number(first.value), Number(second.value)] as const
    try {
      const comparison = await service.predictor(predictor.name).models.compare(...versions)
      const [a, b] = versions.map(version => offeredModels.find(each => each.version === version))
      replace(container, draw(predictor, comparison), a && b ? drawOtherMetrics(predictor, a, b) : null)
    } catch (error) {
      replace(container, html('p', { class: 'wrong', role: 'alert' }, describeError(error)))
    }
  }
  for (const select of [first, second]) select.addEventListener('change', () => void compare())

  /** Updates the versions to choose from, newest first. */
  function offer(models: readonly Model[]): void {
    offeredModels = models
    const versions = models.map(({ version }) => version)
    if (versions.join() === offered) return
    offered = versions.join()
    if (versions.length < 2) {
      replace(container, html('p', { class: 'muted' }, 'A comparison needs two versions.'))
      choice.hidden = true
      return
    }
    choice.hidden = false
    const options = () => versions.map(each => html('option', { value: each }, `version ${each}`))
    const chosen = [first.value || String(versions[1]), second.value || String(versions[0])]
    replace(first, ...options())
    replace(second, ...options())
    first.value = chosen[0]!
    second.value = chosen[1]!
    void compare()
  }
  return { element, offer }
}

function draw(predictor: Predictor, { first, second, metrics }: ModelComparison): HTMLElement {
  const { slices } = predictor
  const metric = lossMetric(predictor)
  const rows = metrics
    .filter(({ forecaster }) => forecaster === 'candidate')
    .toSorted((a, b) => compareSlices(slices, a.slice, b.slice))
    .map(({ slice, first, second, difference }) => [
      describeSlice(slices, slice),
      formatMetric(metric, first?.meanLoss ?? null),
      formatMetric(metric, second?.meanLoss ?? null),
      drawChange(metric, difference)
    ])
  const columns = [{ name: slices?.title ?? 'Cases' }, ...versionColumns(first.version, second.version)]
  return html(
    'div',
    { class: 'compared' },
    drawTable('Comparison', columns, rows),
    html(
      'p',
      { class: 'muted' },
      `${describeMetric(metric)}. Each version is measured on its own held-out cases, so the cases may differ.`
    )
  )
}

/** Draws the further metrics of both versions on all their held-out cases. */
function drawOtherMetrics(predictor: Predictor, first: Model, second: Model): HTMLElement | null {
  const rows = predictor.metrics.slice(1).map(metric => {
    const [before, after] = [readOtherMetric(first, metric), readOtherMetric(second, metric)]
    return [
      describeMetric(metric),
      formatMetric(metric, before),
      formatMetric(metric, after),
      drawChange(metric, before === null || after === null ? null : after - before)
    ]
  })
  if (rows.length === 0) return null
  const columns = [{ name: 'Metric' }, ...versionColumns(first.version, second.version)]
  return html('div', { class: 'compared' }, drawTable('Further metrics', columns, rows))
}

function versionColumns(first: number, second: number) {
  return [`Version ${first}`, `Version ${second}`, 'Change'].map(name => ({ name, isNumber: true }))
}
