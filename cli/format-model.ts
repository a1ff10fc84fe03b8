import type { Model, ModelComparison, ModelSummary } from '../client/client.ts'
import { formatNumber, formatTable } from './format.ts'
import { describeMetric, type FiguresDescription, formatMetric, formatSlice } from './format-metric.ts'
import { formatPairs, formatTime } from './print-answer.ts'

export const summaryHead = ['version', '', 'created', 'parent', 'MB', 'tags', 'remarks']

/** A row of the table of versions. */
export function formatSummaryRow(model: ModelSummary): readonly string[] {
  const { version, isServing, createdAt, parent, bytes, tags } = model
  return [
    String(version),
    isServing ? '*' : '',
    formatTime(createdAt),
    parent === null ? '' : String(parent),
    formatNumber(bytes / 1e6, 3),
    tags.join(' '),
    describeRemarks(model)
  ]
}

function describeRemarks({ isSimulated, isCollected }: ModelSummary): string {
  return [isSimulated ? 'trained on simulated cases' : '', isCollected ? 'artefact deleted' : '']
    .filter(remark => remark !== '')
    .join(', ')
}

/** Formats one version: origin, training data and metrics. */
export function formatModel(model: Model, described: FiguresDescription): string {
  const { predictor, version, isServing, createdAt, parent, sha256, tags, training, metrics, notes } = model
  const { calibration } = model
  const remarks = describeRemarks(model)
  const pairs: readonly (readonly [string, string])[] = [
    ['created', formatTime(createdAt)],
    ['parent', parent === null ? 'none' : `version ${parent}`],
    [
      'trained on',
      `${formatNumber(training.samples)} samples of ${formatNumber(training.groups)} cases: ${training.source}`
    ],
    ...(calibration === null
      ? []
      : [
          [
            'calibrated on',
            `${formatNumber(calibration.cases)} recent cases, ${formatTime(calibration.learnedAt)}`
          ] as const
        ]),
    ...(remarks === '' ? [] : [['remarks', remarks] as const]),
    ...(tags.length === 0 ? [] : [['tags', tags.join(' ')] as const]),
    ['sha256', sha256],
    ...notes.map(({ text, actor }) => ['note', `${text} (${actor})`] as const)
  ]
  const head = formatPairs(`${predictor} version ${version}${isServing ? ', live' : ''}`, pairs)
  return [head, ...formatLosses(metrics, described), ...formatOtherMetrics(model, described)].join('\n\n')
}

function formatLosses(metrics: Model['metrics'], { loss, slices }: FiguresDescription): readonly string[] {
  if (metrics.length === 0) return []
  const rows = metrics.map(({ slice, forecaster, cases, meanLoss, medianLoss }) => [
    formatSlice(slices, slice),
    forecaster,
    formatNumber(cases),
    formatMetric(loss, meanLoss),
    formatMetric(loss, medianLoss)
  ])
  const table = formatTable([slices?.title ?? 'slice', 'forecaster', 'cases', 'mean', 'median'], rows)
  return [`${describeMetric(loss)}\n${table}`]
}

function formatOtherMetrics({ otherMetrics }: Model, described: FiguresDescription): readonly string[] {
  if (otherMetrics.length === 0) return []
  const rows = otherMetrics.map(({ metric, forecaster, value }) => {
    const declared = described.metrics.get(metric)
    return declared
      ? [describeMetric(declared), forecaster, formatMetric(declared, value)]
      : [metric, forecaster, formatNumber(value)]
  })
  return [formatTable(['metric', 'forecaster', 'value'], rows)]
}

/** Formats two versions side by side. Each was measured on its own held-out cases. */
export function formatComparison(
  { metrics }: ModelComparison,
  [first, second]: readonly [number, number],
  { loss, slices }: FiguresDescription
): string {
  if (metrics.length === 0) return 'none'
  const head = [slices?.title ?? 'slice', 'forecaster', `mean of ${first}`, `of ${second}`, 'difference']
  const rows = metrics.map(metric => [
    formatSlice(slices, metric.slice),
    metric.forecaster,
    formatMetric(loss, metric.first?.meanLoss ?? null),
    formatMetric(loss, metric.second?.meanLoss ?? null),
    formatMetric(loss, metric.difference ?? null)
  ])
  return `${describeMetric(loss)}\n${formatTable(head, rows)}`
}
