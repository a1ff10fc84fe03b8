import type { Forecast } from './forecast.ts'
import type { Start } from './model.ts'
import { quantileShares } from './quantiles.ts'
import type { Query } from './sample.ts'
import { correct, findCorrection, type LogForecast, mixForecasts } from './start.ts'

type Sizes = Pick<Forecast, 'areOptimal' | 'quantiles'>

/** The sizes of an answer as logarithms. Null: it has no quantiles, or a size that is no positive number. */
export function readLogs({ areOptimal, quantiles }: Sizes): LogForecast | null {
  if (areOptimal === null || quantiles === null) return null
  const logs = { point: Math.log(areOptimal), quantiles: quantiles.map(({ size }) => Math.log(size)) }
  return [logs.point, ...logs.quantiles].every(Number.isFinite) ? logs : null
}

/**
 * The sizes of a version that starts from the first model: the corrected forecast of the first model, mixed with its own where
 * `own` is not null. Null where the first model gives no quantiles.
 */
export function mixWithStart(
  start: Start,
  { windowSeconds, observedEvents }: Pick<Query, 'windowSeconds' | 'observedEvents'>,
  own: Sizes | null,
  first: Sizes
): { readonly areOptimal: number; readonly sizes: readonly number[] } | null {
  const firstLogs = readLogs(first)
  if (!firstLogs) return null
  const correction = findCorrection(start, windowSeconds)
  const corrected = correct(firstLogs, correction, observedEvents)
  const ownLogs = own && readLogs(own)
  const { point, quantiles } = ownLogs ? mixForecasts(correction.ownShare, ownLogs, corrected) : corrected
  // Floating-point rounding of the exponential must not give a size below the observed events.
  const toSize = (logSize: number) => Math.max(observedEvents, Math.exp(logSize))
  return { areOptimal: toSize(point), sizes: quantileShares.map((_, k) => toSize(quantiles[k])) }
}
