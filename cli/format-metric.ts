import type { Client } from '../client/client.ts'
import { buildMetricFormats, type MetricDescription, type Slices } from '../client/describe-metric.ts'
import { answerFormats } from './format.ts'

export { describeMetric } from '../client/describe-metric.ts'
export const { formatMetric, formatSlice } = buildMetricFormats(answerFormats, '')

/** What a predictor declares of its figures. */
export interface FiguresDescription {
  /** The metric of the losses. */
  readonly loss: MetricDescription
  /** All of its metrics, by name. */
  readonly metrics: ReadonlyMap<string, MetricDescription>
  readonly slices: Slices
}

const unknown: FiguresDescription = {
  loss: { title: 'Loss', kind: 'number', direction: 'lower-is-better' },
  metrics: new Map(),
  slices: null
}

/** What a predictor of the service declares; of one that it no longer has, plain words. */
export async function describeFigures({ predictions }: Client, name: string): Promise<FiguresDescription> {
  const { items } = await predictions.predictors()
  const found = items.find(each => each.name === name)
  if (found === undefined) return unknown
  return {
    loss: found.metrics[0] ?? unknown.loss,
    metrics: new Map(found.metrics.map(each => [each.name, each])),
    slices: found.slices
  }
}
