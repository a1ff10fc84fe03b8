import { describeError } from '../describe-error.ts'
import { html, replace } from '../element.ts'
import { formatDuration, formatShare } from '../format.ts'
import { type ModelComparison, service } from '../service.ts'
import { drawTable } from '../table.ts'

/** Two versions' figures side by side. It is kept across refreshes, and so is what was chosen. */
export function buildComparison() {
  const first = html('select', { id: 'first', 'aria-label': 'First version' })
  const second = html('select', { id: 'second', 'aria-label': 'Second version' })
  const place = html('div', { 'aria-live': 'polite' })
  const choice = html('div', { class: 'row' }, first, 'and', second)
  const element = html('section', { class: 'card' }, html('h2', {}, 'Side by side'), choice, place)
  let offered = ''

  async function compare(): Promise<void> {
    try {
      replace(place, draw(await service.models.compare(Number(first.value), Number(second.value))))
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
      replace(place, html('p', { class: 'muted' }, 'There is but one version so far.'))
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

function draw({ first, second, metrics }: ModelComparison): HTMLElement {
  const rows = metrics
    .filter(({ forecaster }) => forecaster === 'candidate')
    .toSorted((a, b) => (Number(a.slice) || 0) - (Number(b.slice) || 0))
    .map(({ slice, first, second, difference }) => [
      Number(slice) > 0 ? formatDuration(Number(slice)) : 'all',
      first ? formatShare(first.meanLoss) : '–',
      second ? formatShare(second.meanLoss) : '–',
      difference === null
        ? '–'
        : html(
            'span',
            { class: difference < 0 ? 'better' : difference > 0 ? 'worse' : '' },
            `${difference > 0 ? '+' : difference < 0 ? '−' : ''}${formatShare(Math.abs(difference))}`
          )
    ])
  const columns = [
    { name: 'Age' },
    { name: `Version ${first.version}`, isNumber: true },
    { name: `Version ${second.version}`, isNumber: true },
    { name: 'Change', isNumber: true }
  ]
  return html(
    'div',
    { class: 'compared' },
    drawTable('Side by side', columns, rows),
    html(
      'p',
      { class: 'muted' },
      'Mean errors, each on the version’s own held-out cascades: they may differ.'
    )
  )
}
