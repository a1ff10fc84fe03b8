import type { Model, ModelComparison, ModelSummary } from '../../client/client.ts'
import { formatNumber, formatTable } from '../format.ts'
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
  return [isSimulated ? 'learned from simulated cases' : '', isCollected ? 'artefact deleted' : '']
    .filter(remark => remark !== '')
    .join(', ')
}

/** One version: where it came from and what was measured. */
export function formatModel(model: Model): string {
  const { predictor, version, isServing, createdAt, parent, sha256, tags, training, metrics, notes } = model
  const remarks = describeRemarks(model)
  const pairs: readonly (readonly [string, string])[] = [
    ['created', formatTime(createdAt)],
    ['parent', parent === null ? 'none' : `version ${parent}`],
    [
      'learned from',
      `${formatNumber(training.samples)} samples of ${formatNumber(training.groups)} cases: ${training.source}`
    ],
    ...(remarks === '' ? [] : [['remarks', remarks] as const]),
    ...(tags.length === 0 ? [] : [['tags', tags.join(' ')] as const]),
    ['sha256', sha256],
    ...notes.map(({ text, actor }) => ['note', `${text} (${actor})`] as const)
  ]
  const head = formatPairs(`${predictor} version ${version}${isServing ? ', serving' : ''}`, pairs)
  if (metrics.length === 0) return head
  const rows = metrics.map(({ slice, forecaster, cases, meanLoss, medianLoss }) => [
    slice,
    forecaster,
    formatNumber(cases),
    formatNumber(meanLoss),
    formatNumber(medianLoss)
  ])
  return `${head}\n\n${formatTable(['window', 'forecaster', 'cases', 'mean loss', 'median'], rows)}`
}

export function comparisonHead(first: number, second: number): readonly string[] {
  return ['window', 'forecaster', `mean loss of ${first}`, `of ${second}`, 'difference']
}

/** A row of two versions side by side: each was measured on its own held-out cases. */
export function formatComparisonRow(metric: ModelComparison['metrics'][number]): readonly string[] {
  const { slice, forecaster, first, second, difference } = metric
  const format = (value: number | null | undefined) => (value == null ? '' : formatNumber(value))
  return [slice, forecaster, format(first?.meanLoss), format(second?.meanLoss), format(difference)]
}
