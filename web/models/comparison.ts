import { describeError } from '../describe-error.ts'
import { html, replace } from '../element.ts'
import { describeMetric, formatLoss, lossMetric } from '../predictor/loss.ts'
import { compareSlices, describeSlice } from '../predictor/slices.ts'
import { type ModelComparison, type Predictor, service } from '../service.ts'
import { drawTable } from '../table.ts'

/** Two versions' figures side by side. It is kept across refreshes, and so is what was chosen. */
export function buildComparison(predictor: Predictor) {
  const first = html('select', { id: 'first', 'aria-label': 'First version' })
  const second = html('select', { id: 'second', 'aria-label': 'Second version' })
  const place = html('div', { 'aria-live': 'polite' })
  const choice = html('div', { class: 'row' }, first, 'and', second)
  const element = html('section', { class: 'card' }, html('h2', {}, 'Comparison'), choice, place)
  let offered: string | null = null

  async function compare(): Promise<void> {
    const versions = [Number(first.value), Number(second.value)] as const
    try {
      replace(place, draw(predictor, await service.predictor(predictor.name).models.compare(...versions)))
    } catch (error) {
      replace(place, html('p', { class: 'wrong', role: 'alert' }, describeError(error)))
    }
  }
  for (const select of [first, second]) select.addEventListener('change', () => void compare())

  /** Versions to choose from, newest first. */
  function offer(versions: readonly number[]): void {
    if (versions.join() === offered) return
    offered = versions.join()
    if (versions.length < 2) {
      replace(place, html('p', { class: 'muted' }, 'A comparison needs two versions.'))
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
      first ? formatLoss(metric, first.meanLoss) : '–',
      second ? formatLoss(metric, second.meanLoss) : '–',
      difference === null
        ? '–'
        : html(
            'span',
            { class: difference < 0 ? 'better' : difference > 0 ? 'worse' : '' },
            `${difference > 0 ? '+' : difference < 0 ? '−' : ''}${formatLoss(metric, Math.abs(difference))}`
          )
    ])
  const columns = [
    { name: slices?.title ?? 'Cases' },
    { name: `Version ${first.version}`, isNumber: true },
    { name: `Version ${second.version}`, isNumber: true },
    { name: 'Change', isNumber: true }
  ]
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
