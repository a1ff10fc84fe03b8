import type { Forecast } from '../../predictors/cascade-size/forecast.ts'
import type { Model } from '../../predictors/cascade-size/model.ts'
import type { ObservationInput } from '../../predictors/cascade-size/observation-input.ts'
import { predict } from '../../predictors/cascade-size/predict.ts'

export interface ForecastOptions {
  /** What `train` or `decodeModel` gave. Without one the formula alone answers, where the fit allows it. */
  readonly model?: Model | null
}

/**
 * The final size of a cascade, from what was known of it at the window (60 to 604,800 s; by default the time of its last
 * event, at least 60): events after that are not looked at. Up to 1,000,000 events, the post first, at time 0. Where
 * `point` is null, `reason` says why, and `lowerBound` is what is known.
 *
 * Throws RangeError naming the field and the reason ('events/3/time must not be before the previous event').
 * Cost: one fit, O(n). The method and its errors: docs/model.md; Mishra, Rizoiu, Xie 2016.
 */
export function forecast(observed: ObservationInput, { model = null }: ForecastOptions = {}): Forecast {
  const [result] = predict(model, [observed], { isCanceled: false })
  if (result?.ok) return result.output
  throw new RangeError(result && 'field' in result ? `${result.field} ${result.reason}` : result?.reason)
}
