import type { Kernel } from './kernel.ts'

/**
 * The two sums of a log-likelihood at scale k = 1, with their gradients. At scale k the log-likelihood is
 * L = (n - 1) log k + logIntensity - k compensator.
 */
interface LikelihoodSums {
  /** sum_{i >= 1} log sum_{j < i} m_j^beta g(t_i - t_j). */
  logIntensity: number
  /** sum_j m_j^beta G(T - t_j). */
  compensator: number
  /** Gradients by (beta, the logarithms of the kernel's shape). */
  readonly logIntensityGradient: Float64Array
  readonly compensatorGradient: Float64Array
}

/**
 * The likelihood of one observation as a function of the variables (beta, ...kernel.toLogs(shape)). Each event j < i is a
 * possible parent of i, also at equal times. Implementations differ only in cost.
 */
export interface Likelihood {
  readonly kernel: Kernel
  /** n, the post included. */
  readonly events: number
  /** The sums at `variables`. The next call overwrites the returned object. */
  evaluate(variables: ArrayLike<number>): LikelihoodSums
  /** The intensity at each event at scale k = 1. That of the post is 0. */
  intensities(variables: ArrayLike<number>): Float64Array
}

export function buildSums(kernel: Kernel): LikelihoodSums {
  const variables = 1 + kernel.bounds.length
  return {
    logIntensity: 0,
    compensator: 0,
    logIntensityGradient: new Float64Array(variables),
    compensatorGradient: new Float64Array(variables)
  }
}
