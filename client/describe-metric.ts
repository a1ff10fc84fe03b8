import type { components } from '../ports/contract/generated/types.ts'
import type { NumberFormats } from './describe-answer.ts'

type Predictor = components['schemas']['Predictor']

/** A figure of quality, as a predictor or GET /predictors declares it. */
export type MetricDescription = Omit<Predictor['metrics'][number], 'name'>

/** What a predictor declares of its slices; null: it has none. */
export type Slices = Predictor['slices']

/** 'Squared error (lower is better)' */
export function describeMetric({ title, direction }: MetricDescription): string {
  return `${title} (${direction === 'lower-is-better' ? 'lower' : 'higher'} is better)`
}

/** Writes figures and slices for people with these numbers; `unknown` stands for a figure that is not known. */
export function buildMetricFormats(formats: NumberFormats, unknown: string) {
  return {
    /** '23 %' of a share, '0.231' of a number. */
    formatMetric({ kind }: Pick<MetricDescription, 'kind'>, value: number | null): string {
      return value === null ? unknown : formats[kind](value)
    },
    /** A duration or a text. */
    formatSlice(slices: Slices, slice: string): string {
      const isDuration = slices?.kind === 'seconds' && Number.isFinite(Number(slice))
      return isDuration ? formats.seconds(Number(slice)) : slice
    }
  }
}
