import type { components } from '../ports/contract/generated/types.ts'
import type { NumberFormats } from './describe-answer.ts'

type Predictor = components['schemas']['Predictor']

/** A quality metric, as a predictor or GET /predictors declares it. */
export type MetricDescription = Omit<Predictor['metrics'][number], 'name'>

/** The slices that a predictor declares. Null: it has none. */
export type Slices = Predictor['slices']

/** 'Squared error (lower is better)' */
export function describeMetric({ title, direction }: MetricDescription): string {
  return `${title} (${direction === 'lower-is-better' ? 'lower' : 'higher'} is better)`
}

/** Builds the functions that format metrics and slices for display. `unknown` is the text of an unknown value. */
export function buildMetricFormats(formats: NumberFormats, unknown: string) {
  return {
    /** '23 %' for a share, '0.231' for a number. */
    formatMetric({ kind }: Pick<MetricDescription, 'kind'>, value: number | null): string {
      return value === null ? unknown : formats[kind](value)
    },
    /** Formats a slice in seconds as a duration. Returns any other slice unchanged. */
    formatSlice(slices: Slices, slice: string): string {
      const isDuration = slices?.kind === 'seconds' && Number.isFinite(Number(slice))
      return isDuration ? formats.seconds(Number(slice)) : slice
    }
  }
}
