import type { NumberFormats } from '../../client/describe-answer.ts'
import { buildMetricFormats } from '../../client/describe-metric.ts'
import { formatCount, formatDuration, formatNumber, formatShare } from '../format.ts'

/** The number formats of answers on the page. */
export const answerFormats: NumberFormats = {
  number: formatNumber,
  count: value => formatCount(Math.round(value)),
  share: formatShare,
  seconds: formatDuration
}

export const { formatMetric, formatSlice } = buildMetricFormats(answerFormats, '–')
