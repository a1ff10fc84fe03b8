import type { ModelChangelogEntry } from '../client/client.ts'
import { formatNumber, formatTable } from './format.ts'
import { describeMetric, type FiguresDescription, formatMetric, formatSlice } from './format-metric.ts'
import { formatPairs, formatTime } from './print-answer.ts'

type Pair = readonly [string, string]

/** Formats one version of the changelog: changes, metrics beside those of its parent, and decisions. */
export function formatChangelogEntry(entry: ModelChangelogEntry, described: FiguresDescription): string {
  const { predictor, version, isServing, isSimulated, createdAt, parent, gate, training } = entry
  const against = parent === null ? 'no parent' : `parent: version ${parent}`
  const remarks = [isServing ? 'live' : '', isSimulated ? 'trained on simulated cases' : '', against]
  const pairs: readonly Pair[] = [
    ['created', formatTime(createdAt)],
    ...entry.changes.map(
      ({ area, name, value, parentValue }): Pair => [
        area,
        parent === null
          ? `${name}: ${formatValue(value)}`
          : `${name}: ${formatValue(parentValue)} -> ${formatValue(value)}`
      ]
    ),
    ...(training === null ? [] : [['training', `${training.id} (${training.trigger})`] as const]),
    ...(gate === null ? [] : [['gate', `${gate.verdict}: ${gate.reason}`] as const]),
    ...entry.decisions.map(
      ({ decision, by, actor, reason, at }): Pair => [
        decision,
        `${formatTime(at)} by ${actor}${by === null ? '' : `, version ${by} went live`}${reason === '' ? '' : `: ${reason}`}`
      ]
    ),
    ...entry.unknown.map((reason): Pair => ['not known', reason])
  ]
  const head = formatPairs(
    `${predictor} version ${version} (${remarks.filter(each => each !== '').join(', ')})`,
    pairs
  )
  return entry.metrics.length === 0 ? head : `${head}\n${formatMetrics(entry, described)}`
}

function formatMetrics(
  { metrics, parent }: ModelChangelogEntry,
  { loss, slices }: FiguresDescription
): string {
  const format = (value: number | null) => formatMetric(loss, value)
  const hasParent = parent !== null
  const head = [`  ${slices?.title ?? 'slice'}`, 'cases', 'mean', 'median']
  const rows = metrics.map(({ slice, cases, meanLoss, medianLoss, parentMeanLoss, parentOwnMeanLoss }) => [
    `  ${formatSlice(slices, slice)}`,
    formatNumber(cases),
    format(meanLoss),
    format(medianLoss),
    ...(hasParent ? [format(parentMeanLoss), format(parentOwnMeanLoss)] : [])
  ])
  const table = formatTable(hasParent ? [...head, "parent's", "parent's, own cases"] : head, rows)
  return `  ${describeMetric(loss)}\n${table}`
}

function formatValue(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'number') return formatNumber(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
