import type { Model, Predictor } from '../service.ts'

export { describeMetric } from '../../client/describe-metric.ts'
export { formatMetric } from './answer-formats.ts'

export type PredictorMetric = Predictor['metrics'][number]

/** The metric of a predictor's losses, which is its first. */
export function lossMetric({ metrics }: Predictor): PredictorMetric {
  const [first] = metrics
  if (first === undefined) throw new Error('The predictor declares no metric.')
  return first
}

/** Reads one of a version's further metrics on its held-out cases. Null: it was not measured. */
export function readOtherMetric({ otherMetrics }: Model, { name }: PredictorMetric): number | null {
  return otherMetrics.find(each => each.metric === name && each.forecaster === 'candidate')?.value ?? null
}
