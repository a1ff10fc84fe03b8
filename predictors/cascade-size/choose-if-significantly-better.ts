import { absoluteRelativeError } from './absolute-relative-error.ts'

/**
 * Which way of forecasting significantly helps most: the one whose mean gain over the first, less two standard errors of the
 * paired difference, is largest; the first (0) where no such bound is above 0. `points`: by way, then case, forecasts
 * made without the case itself.
 */
export function chooseIfSignificantlyBetter(
  points: readonly (readonly number[])[],
  sizes: readonly number[]
): number {
  const errors = points.map(own => own.map((point, i) => absoluteRelativeError(point, sizes[i])))
  const significantGains = errors.map((own, way) => {
    if (way === 0) return 0
    const gains = own.map((error, i) => errors[0][i] - error)
    const gain = mean(gains)
    const deviation = Math.sqrt(mean(gains.map(each => (each - gain) ** 2)))
    return gain - (2 * deviation) / Math.sqrt(gains.length)
  })
  return Math.max(0, significantGains.indexOf(Math.max(...significantGains)))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
