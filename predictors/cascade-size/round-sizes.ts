import type { Forecast } from './forecast.ts'
import { adjustReasons } from './reasons.ts'

/** Rounds the sizes of a forecast to whole events, at least the observed ones. */
export function roundSizes(forecast: Forecast): Forecast {
  const { areOptimal, median, interval, quantiles, reasons, observedEvents } = forecast
  const round = (size: number): number => Math.max(observedEvents, Math.round(size))
  const roundOrNull = (size: number | null): number | null => (size === null ? null : round(size))
  return {
    ...forecast,
    areOptimal: roundOrNull(areOptimal),
    point: roundOrNull(areOptimal),
    median: roundOrNull(median),
    interval: interval && { ...interval, low: round(interval.low), high: round(interval.high) },
    quantiles: quantiles?.map(({ share, size }) => ({ share, size: round(size) })) ?? null,
    reasons: reasons && median !== null ? adjustReasons(reasons, round(median)) : reasons
  }
}
