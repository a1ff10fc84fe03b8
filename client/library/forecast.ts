import type { Forecast } from '../../predictors/cascade-size/forecast.ts'
import type { Model } from '../../predictors/cascade-size/model.ts'
import type { ObservationInput } from '../../predictors/cascade-size/observation-input.ts'
import { predict } from '../../predictors/cascade-size/predict.ts'

export interface ForecastOptions {
  /** A model from `train` or `decodeModel`. Without one, the forecast is the formula of the fitted process, if it is finite. */
  readonly model?: Model | null
}

/**
 * Forecasts the final size of a cascade from its events within the window (60 to 604,800 s; by default the time of the last
 * event, at least 60). It ignores later events. It takes up to 1,000,000 events; the first is the post, at time 0. If
 * `areOptimal` is null, `reason` says why, and `lowerBound` still holds.
 *
 * Throws RangeError with the field and the reason ('events/3/time must not be before the previous event').
 * Cost: one fit, O(n). The method and its errors: docs/model.md; Mishra, Rizoiu, Xie 2016.
 */
export function forecast(observed: ObservationInput, { model = null }: ForecastOptions = {}): Forecast {
  const [result] = predict(model, [observed], { isCanceled: false })
  if (result?.ok) return result.output
  throw new RangeError(result && 'field' in result ? `${result.field} ${result.reason}` : result?.reason)
}
