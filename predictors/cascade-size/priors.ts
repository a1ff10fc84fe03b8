import type { FittedParameters } from './forecast.ts'
import { kernels } from './kernel.ts'

/**
 * A Gaussian prior on (beta, ...logarithms of the kernel's shape, log k), learned from finished cascades. A maximum a
 * posteriori fit adds it to the likelihood. Plain JSON, stored in the model version.
 */
export type Priors = {
  readonly kernel: FittedParameters['kernel']
  readonly mean: readonly number[]
  /** The inverse of the covariance: symmetric, by row. */
  readonly precision: readonly (readonly number[])[]
  /** The number of fits it was learned from. */
  readonly cascades: number
}

/** The minimum standard deviation of each variable, so that few or equal fits do not give a prior without uncertainty. */
const minDeviation = 0.1

/**
 * Computes the mean and covariance of the converged fits of one kernel. The covariance is shrunk towards its diagonal.
 * Throws a RangeError for fewer than 10 such fits. O(fits).
 */
export function learnPriors(fits: readonly FittedParameters[]): Priors {
  const name = fits[0]?.kernel ?? 'power-law'
  const points = fits.filter(each => each.isConverged && each.kernel === name).map(toPoint)
  if (points.length < 10)
    throw new RangeError(`priors need at least 10 converged ${name} fits (got ${points.length})`)
  const size = points[0].length
  const mean = Array.from({ length: size }, (_, d) => average(points.map(point => point[d])))
  const covariance = mean.map((_, d) =>
    mean.map((__, e) => average(points.map(point => (point[d] - mean[d]) * (point[e] - mean[e]))))
  )
  const shrinkage = points.length / (points.length + 2 * size)
  const shrunk = covariance.map((row, d) =>
    row.map((value, e) => (d === e ? value + minDeviation ** 2 : shrinkage * value))
  )
  return { kernel: name, mean, precision: invert(shrunk), cascades: points.length }
}

/** (beta, ...log shape, log k) of a fit. */
function toPoint(fit: FittedParameters): readonly number[] {
  const kernel = kernels[fit.kernel]
  return [fit.followerExponent, ...kernel.toLogs(fit), Math.log(fit.kappa / kernel.densityScale(fit))]
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Inverts a positive definite matrix by Gauss-Jordan elimination. */
function invert(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length
  const rows = matrix.map((row, d) => [...row, ...row.map((_, e) => (d === e ? 1 : 0))])
  for (let pivot = 0; pivot < size; pivot++) {
    const lead = rows[pivot][pivot]
    rows[pivot] = rows[pivot].map(value => value / lead)
    for (let other = 0; other < size; other++) {
      if (other === pivot) continue
      const factor = rows[other][pivot]
      rows[other] = rows[other].map((value, e) => value - factor * rows[pivot][e])
    }
  }
  const inverse = rows.map(row => row.slice(size))
  return inverse.map((row, d) => row.map((value, e) => (value + inverse[e][d]) / 2))
}
