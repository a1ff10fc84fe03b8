import type { Client } from '../client/client.ts'
import { formatDuration, formatNumber, formatShare } from './format.ts'

/** A figure of quality, as a predictor or GET /predictors declares it. */
interface MetricDescription {
  readonly title: string
  readonly kind: 'number' | 'share'
  readonly direction: 'lower-is-better' | 'higher-is-better'
}

type Slices = { readonly title: string; readonly kind: 'seconds' | 'text' } | null

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

/** 'Squared error (lower is better)' */
export function describeMetric({ title, direction }: MetricDescription): string {
  return `${title} (${direction === 'lower-is-better' ? 'lower' : 'higher'} is better)`
}

/** '23 %' of a share, '0.231' of a number, '' of what is not known. */
export function formatMetric({ kind }: Pick<MetricDescription, 'kind'>, value: number | null): string {
  if (value === null) return ''
  return kind === 'share' ? formatShare(value) : formatNumber(value)
}

/** The slice as a person reads it. */
export function formatSlice(slices: Slices, slice: string): string {
  const isDuration = slices?.kind === 'seconds' && Number.isFinite(Number(slice))
  return isDuration ? formatDuration(Number(slice)) : slice
}
