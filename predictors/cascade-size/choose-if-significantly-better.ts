import { absoluteRelativeError } from './absolute-relative-error.ts'

/**
 * Returns the index of the best method. The score of a method is its mean reduction of the ARE relative to the first method,
 * minus two standard errors of the paired difference. The first method (0) wins unless another has a score above 0.
 * `points[method][case]`: forecasts by models that were not trained on the case.
 */
export function chooseIfSignificantlyBetter(
  points: readonly (readonly number[])[],
  sizes: readonly number[]
): number {
  const errors = points.map(own => own.map((point, i) => absoluteRelativeError(point, sizes[i])))
  const significantGains = errors.map((own, method) => {
    if (method === 0) return 0
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
