import type { Forecast } from './forecast.ts'

/** Rounds the sizes of a forecast to whole events, at least the observed ones. */
export function roundSizes(forecast: Forecast): Forecast {
  const { point, median, interval, observedEvents } = forecast
  const round = (size: number): number => Math.max(observedEvents, Math.round(size))
  return {
    ...forecast,
    point: point === null ? null : round(point),
    median: median === null ? null : round(median),
    interval: interval && { ...interval, low: round(interval.low), high: round(interval.high) }
  }
}
