import type { Forecast } from './forecast.ts'

/** The forecast with whole sizes, as it is answered: events are counted, and none of those seen can be undone. */
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
