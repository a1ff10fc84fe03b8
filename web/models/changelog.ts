import { html, replace } from '../element.ts'
import { formatCount, formatNumber, formatTime } from '../format.ts'
import { describeMetric, formatMetric, lossMetric } from '../predictor/metric.ts'
import { compareSlices, describeSlice } from '../predictor/slices.ts'
import type { ModelChangelogEntry, Predictor } from '../service.ts'
import { drawTable } from '../table.ts'

type Decision = ModelChangelogEntry['decisions'][number]

/** Builds the changes of each version, newest first. The element and its open entries persist across refreshes. */
export function buildChangelog(predictor: Predictor) {
  const container = html('div', { class: 'stack' })
  const element = html(
    'section',
    { class: 'card' },
    html('h2', {}, 'Changelog'),
    html(
      'p',
      { class: 'muted' },
      `What each version changed against its parent, which is the version that was live when it was trained. ${describeMetric(lossMetric(predictor))}.`
    ),
    container
  )
  let shown = ''
  return {
    element,
    show(entries: readonly ModelChangelogEntry[]): void {
      const text = JSON.stringify(entries)
      if (text === shown) return
      shown = text
      replace(
        container,
        ...(entries.length === 0
          ? [html('p', { class: 'muted' }, 'No version has been trained yet.')]
          : entries.map((entry, index) => drawEntry(predictor, entry, index === 0)))
      )
    }
  }
}

function drawEntry(predictor: Predictor, entry: ModelChangelogEntry, isOpen: boolean): HTMLElement {
  const { version, parent, gate, decisions, unknown, isServing } = entry
  const against = parent === null ? 'no parent' : `parent ${parent}`
  return html(
    'details',
    { open: isOpen },
    html('summary', {}, `Version ${version}, ${against}${isServing ? ', live' : ''}`),
    html(
      'ul',
      {},
      ...entry.changes.map(change => html('li', {}, describeChange(change, parent !== null))),
      gate && html('li', {}, `Gate: ${gate.verdict}. ${gate.reason}`),
      ...unknown.map(words => html('li', { class: 'muted' }, words))
    ),
    entry.metrics.length === 0 ? null : drawMetrics(predictor, entry),
    html(
      'ol',
      { class: 'timeline' },
      ...decisions.map(decision =>
        html(
          'li',
          { class: classes[decision.decision] ?? '' },
          html('p', {}, html('strong', {}, describeDecision(decision)), ` ${decision.reason}`),
          html('p', { class: 'muted' }, `${formatTime(decision.at)} · ${decision.actor}`)
        )
      )
    )
  )
}

function describeChange(
  { area, name, value, parentValue }: ModelChangelogEntry['changes'][number],
  hasParent: boolean
): string {
  const before = hasParent ? `${formatValue(parentValue)} → ` : ''
  return `${area[0]!.toUpperCase()}${area.slice(1)}: ${name} ${before}${formatValue(value)}`
}

function formatValue(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'number') return Number.isInteger(value) ? formatCount(value) : formatNumber(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function drawMetrics(predictor: Predictor, { version, metrics, parent }: ModelChangelogEntry): HTMLElement {
  const metric = lossMetric(predictor)
  const format = (loss: number | null) => formatMetric(metric, loss)
  const hasParent = parent !== null
  const columns = [
    { name: predictor.slices?.title ?? 'Cases' },
    { name: 'Held-out cases', isNumber: true },
    { name: 'Mean', isNumber: true },
    ...(hasParent
      ? [
          { name: 'Parent, same cases', isNumber: true },
          { name: 'Parent, its own cases', isNumber: true }
        ]
      : [])
  ]
  const rows = metrics
    .toSorted((a, b) => compareSlices(predictor.slices, a.slice, b.slice))
    .map(({ slice, cases, meanLoss, parentMeanLoss, parentOwnMeanLoss }) => [
      describeSlice(predictor.slices, slice),
      formatCount(cases),
      format(meanLoss),
      ...(hasParent ? [format(parentMeanLoss), format(parentOwnMeanLoss)] : [])
    ])
  return drawTable(`Losses of version ${version}`, columns, rows)
}

const classes: Partial<Record<Decision['decision'], string>> = {
  promoted: 'promote',
  'rolled-back': 'rollback',
  'restored-by-rollback': 'rollback'
}

function describeDecision({ decision, by }: Decision): string {
  const words: Readonly<Record<Decision['decision'], string>> = {
    promoted: 'Promoted.',
    declined: 'Declined.',
    replaced: `Replaced by version ${by}.`,
    'rolled-back': `Rolled back to version ${by}.`,
    'restored-by-rollback': 'Live again by a rollback.',
    'artefact-deleted': 'Artefact deleted.'
  }
  return words[decision]
}
