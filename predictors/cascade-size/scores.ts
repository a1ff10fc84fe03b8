import { absoluteRelativeError } from './absolute-relative-error.ts'

/** The forecast of one method for one case. `point` NaN or infinite: a failure. Sizes count all events. */
export interface ScoredForecast {
  readonly finalSize: number
  readonly point: number
  readonly low: number | null
  readonly high: number | null
  /** Whether the method declares the case outside its training range. Null: it makes no such statement. */
  readonly isOutside: boolean | null
}

/** The accuracy of a method in one window, over the cases it answered. Null where there are no cases. */
export interface MethodScore {
  readonly method: string
  readonly meanARE: number | null
  readonly medianARE: number | null
  /** Share of forecasts with ARE <= .2. */
  readonly within20: number | null
  /** 1 - meanARE / meanARE of the method `constant`. */
  readonly skill: number | null
  readonly failures: number
  /** Share of intervals that contain the final size. */
  readonly coverage80: number | null
  /** Median of log(high / low). */
  readonly width80: number | null
  /** Mean ARE of the smallest, middle and largest third by final size. */
  readonly byTercile: readonly (number | null)[]
  /** Share of cases that are declared outside the training range. */
  readonly outside: number | null
}

/** Cost O(n log n). */
export function scoreMethod(
  method: string,
  forecasts: readonly ScoredForecast[],
  constantARE: number | null
): MethodScore {
  const answered = forecasts.filter(({ point }) => Number.isFinite(point))
  const errors = answered.map(errorOf)
  const meanARE = mean(errors)
  const intervals = answered.filter(({ low, high }) => low !== null && high !== null)
  const judged = answered.filter(({ isOutside }) => isOutside !== null)
  return {
    method,
    meanARE,
    medianARE: median(errors),
    within20: mean(errors.map(error => (error <= 0.2 ? 1 : 0))),
    skill: meanARE === null || constantARE === null ? null : 1 - meanARE / constantARE,
    failures: forecasts.length - answered.length,
    coverage80: mean(
      intervals.map(({ finalSize, low, high }) => (finalSize >= low! && finalSize <= high! ? 1 : 0))
    ),
    width80: median(intervals.map(({ low, high }) => Math.log(high! / low!))),
    byTercile: splitTerciles(forecasts).map(third =>
      mean(third.filter(({ point }) => Number.isFinite(point)).map(errorOf))
    ),
    outside: mean(judged.map(({ isOutside }) => (isOutside ? 1 : 0)))
  }
}

function errorOf({ point, finalSize }: ScoredForecast): number {
  return absoluteRelativeError(point, finalSize)
}

function splitTerciles(forecasts: readonly ScoredForecast[]): readonly ScoredForecast[][] {
  const sorted = forecasts.toSorted((a, b) => a.finalSize - b.finalSize)
  const cut = (third: number) => Math.round((third * sorted.length) / 3)
  return [0, 1, 2].map(third => sorted.slice(cut(third), cut(third + 1)))
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
