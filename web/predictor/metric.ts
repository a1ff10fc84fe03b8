import { formatNumber, formatShare } from '../format.ts'
import type { Model, Predictor } from '../service.ts'

export type PredictorMetric = Predictor['metrics'][number]

/** The metric of a predictor's losses: its first. */
export function lossMetric({ metrics }: Predictor): PredictorMetric {
  const [first] = metrics
  if (first === undefined) throw new Error('The predictor declares no metric.')
  return first
}

/** '23 %' of a share, '0.231' of a number. */
export function formatMetric({ kind }: PredictorMetric, value: number): string {
  return kind === 'share' ? formatShare(value) : formatNumber(value)
}

/** 'Absolute relative error (lower is better)' */
export function describeMetric({ title, direction }: PredictorMetric): string {
  return `${title} (${direction === 'lower-is-better' ? 'lower' : 'higher'} is better)`
}

/** One of a version's further metrics, on its held-out cases. Null: it was not measured. */
export function readOtherMetric({ otherMetrics }: Model, { name }: PredictorMetric): number | null {
  return otherMetrics.find(each => each.metric === name && each.forecaster === 'candidate')?.value ?? null
}
