import type { Kernel } from './kernel.ts'

/**
 * The two sums a log-likelihood consists of, at scale k = 1, with their gradients. With the scale k,
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
 * The likelihood of one observation as a function of the variables (beta, ...kernel.toLogs(shape)). j < i decides who
 * may be a parent, so equal times have their parents too. Implementations differ in cost only.
 */
export interface Likelihood {
  readonly kernel: Kernel
  /** n, the post included. */
  readonly events: number
  /** The sums at `variables`. The record is reused by the next call. */
  evaluate(variables: ArrayLike<number>): LikelihoodSums
  /** The intensity at each event at scale k = 1; the first, the post's, is 0. */
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
