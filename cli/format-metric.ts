import type { Client } from '../client/client.ts'
import { buildMetricFormats, type MetricDescription, type Slices } from '../client/describe-metric.ts'
import { answerFormats } from './format.ts'

export { describeMetric } from '../client/describe-metric.ts'
export const { formatMetric, formatSlice } = buildMetricFormats(answerFormats, '')

/** The metrics and slices that a predictor declares. */
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

/** The metrics and slices of a predictor of the service; defaults if the service no longer has it. */
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
