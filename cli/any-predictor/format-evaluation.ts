import { formatTable } from '../format.ts'
import { describeMetric, formatMetric, formatSlice } from '../format-metric.ts'
import type { EvaluationSummary } from './summarize-evaluation.ts'

/** Formats the figures of an evaluation as tables. */
export function formatPredictorEvaluation(summary: EvaluationSummary): string {
  const { predictor, data, cases, groups, folds, figures } = summary
  const head = `${predictor} on ${data}: ${cases} cases of ${groups} groups, ${folds} folds by group`
  const tables = [formatLosses(summary), ...(figures.length === 0 ? [] : [formatFigures(summary)])]
  return [head, ...tables].join('\n\n')
}

function formatLosses({ metric, slices, losses, differences }: EvaluationSummary): string {
  const head = [slices?.title ?? 'Slice', 'Forecaster', 'Cases', 'Failures', 'Mean', 'Std. error', 'Median']
  const rows = losses.map(({ slice, forecaster, cases, failures, ...own }) => [
    formatSlice(slices, slice),
    forecaster,
    String(cases),
    String(failures),
    formatMetric(metric, own.meanLoss),
    formatMetric(metric, own.standardError),
    formatMetric(metric, own.medianLoss)
  ])
  const compared = differences.map(({ forecaster, mean, standardError, groups }) => [
    `model less ${forecaster}`,
    formatMetric(metric, mean),
    formatMetric(metric, standardError),
    String(groups)
  ])
  return [
    describeMetric(metric),
    formatTable(head, rows),
    '',
    formatTable(['Difference of the means by group', 'Mean', 'Std. error', 'Groups'], compared)
  ].join('\n')
}

function formatFigures({ figures }: EvaluationSummary): string {
  const rows = figures.map(({ metric, forecaster, mean, standardError, folds }) => [
    describeMetric(metric),
    forecaster,
    formatMetric(metric, mean),
    formatMetric(metric, standardError),
    String(folds)
  ])
  return formatTable(['Mean over folds', 'Forecaster', 'Mean', 'Std. error', 'Folds'], rows)
}
