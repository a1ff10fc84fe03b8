import type { Observation } from './cascade.ts'

/**
 * The shape of a memory kernel. Power law: cutoff c in seconds and exponent theta. Exponential: no cutoff; `decay` is the
 * rate per second. FittedParameters extends it.
 */
export interface KernelShape {
  readonly cutoffSeconds: number | null
  readonly decay: number
}

export interface Bound {
  readonly name: string
  readonly low: number
  readonly high: number
}

/**
 * A memory kernel: the influence of an event over time. For an author with m followers it is phi(tau) = k m^beta g(tau), where
 * g is a probability density over the seconds tau since the event. Each function costs O(1).
 */
export interface Kernel {
  readonly name: 'power-law' | 'exponential'
  /** g(tau), per second; tau >= 0. */
  density(shape: KernelShape, seconds: number): number
  /** G(tau), the integral of g from 0 to tau, in [0, 1]. */
  integral(shape: KernelShape, seconds: number): number
  /** 1 - G(tau), without cancellation. */
  remainder(shape: KernelShape, seconds: number): number
  /** The tau at which G(tau) = probability, 0 <= probability < 1: the inverse of `integral`. */
  quantile(shape: KernelShape, probability: number): number
  /** kappa / k: converts the scale k of the density to the kappa of docs/model.md. */
  densityScale(shape: KernelShape): number
  /** Writes the gradient of log g(tau) by the logarithms of the shape's parameters to `out`. */
  logDensityGradient(shape: KernelShape, seconds: number, out: Float64Array): void
  /** Writes the gradient of G(tau) by the logarithms of the shape's parameters to `out`. */
  integralGradient(shape: KernelShape, seconds: number, out: Float64Array): void
  /** Bounds of the shape's parameters, in the order of `toLogs`. A fit varies their logarithms. */
  readonly bounds: readonly Bound[]
  toLogs(shape: KernelShape): readonly number[]
  fromLogs(logs: ArrayLike<number>, offset: number): KernelShape
}

/** g(tau) = theta c^theta (tau + c)^-(1 + theta); kappa = k theta c^theta. */
export const powerLawKernel: Kernel = {
  name: 'power-law',
  density: (shape, seconds) => {
    const cutoff = cutoffOf(shape)
    return (shape.decay / cutoff) * Math.exp(-(1 + shape.decay) * Math.log1p(seconds / cutoff))
  },
  integral: (shape, seconds) => -Math.expm1(-shape.decay * Math.log1p(seconds / cutoffOf(shape))),
  remainder: (shape, seconds) => Math.exp(-shape.decay * Math.log1p(seconds / cutoffOf(shape))),
  quantile: (shape, probability) => cutoffOf(shape) * Math.expm1(-Math.log1p(-probability) / shape.decay),
  densityScale: shape => shape.decay * cutoffOf(shape) ** shape.decay,
  logDensityGradient: (shape, seconds, out) => {
    const cutoff = cutoffOf(shape)
    out[0] = shape.decay - ((1 + shape.decay) * cutoff) / (seconds + cutoff)
    out[1] = 1 - shape.decay * Math.log1p(seconds / cutoff)
  },
  integralGradient: (shape, seconds, out) => {
    const cutoff = cutoffOf(shape)
    const ratio = Math.log1p(seconds / cutoff)
    const remainder = Math.exp(-shape.decay * ratio)
    out[0] = (-shape.decay * remainder * seconds) / (seconds + cutoff)
    out[1] = shape.decay * remainder * ratio
  },
  // c >= 1 s, the clock's resolution: with c -> 0 the likelihood of equal times would be infinite.
  bounds: [
    { name: 'cutoffSeconds', low: 1, high: 1e5 },
    { name: 'decay', low: 0.01, high: 4 }
  ],
  toLogs: shape => [Math.log(cutoffOf(shape)), Math.log(shape.decay)],
  fromLogs: (logs, offset) => ({ cutoffSeconds: Math.exp(logs[offset]), decay: Math.exp(logs[offset + 1]) })
}

/** g(tau) = r e^(-r tau); kappa = k r. */
export const exponentialKernel: Kernel = {
  name: 'exponential',
  density: ({ decay }, seconds) => decay * Math.exp(-decay * seconds),
  integral: ({ decay }, seconds) => -Math.expm1(-decay * seconds),
  remainder: ({ decay }, seconds) => Math.exp(-decay * seconds),
  quantile: ({ decay }, probability) => -Math.log1p(-probability) / decay,
  densityScale: ({ decay }) => decay,
  logDensityGradient: ({ decay }, seconds, out) => {
    out[0] = 1 - decay * seconds
  },
  integralGradient: ({ decay }, seconds, out) => {
    out[0] = decay * seconds * Math.exp(-decay * seconds)
  },
  bounds: [{ name: 'decay', low: 1e-7, high: 1 }],
  toLogs: ({ decay }) => [Math.log(decay)],
  fromLogs: (logs, offset) => ({ cutoffSeconds: null, decay: Math.exp(logs[offset]) })
}

export const kernels: Readonly<Record<Kernel['name'], Kernel>> = {
  'power-law': powerLawKernel,
  exponential: exponentialKernel
}

/** alpha of the follower law P(m) = (alpha - 1) m^-alpha, m >= 1. A convention of the model, not a measured value. */
export const followerLawExponent = 2.016

/** 0 <= beta <= 1.015, so that the mean of m^beta exists under the follower law. */
export const followerExponentBound: Bound = { name: 'followerExponent', low: 0, high: 1.015 }

/** The maximum branching factor of a fit. */
export const branchingFactorLimit = 1 - 1e-6

/** The number of followers as the model uses it: at least 1, and 1 where it is unknown (NaN). */
export function countFollowers(magnitude: number): number {
  return magnitude > 1 ? magnitude : 1
}

/** n* = k (alpha - 1)/(alpha - 1 - beta). */
export function branchingFactor(densityScale: number, followerExponent: number): number {
  return (densityScale * (followerLawExponent - 1)) / (followerLawExponent - 1 - followerExponent)
}

/** The k at which n* = branchingFactor: the inverse of `branchingFactor`. */
export function densityScaleOf(branchingFactor: number, followerExponent: number): number {
  return (branchingFactor * (followerLawExponent - 1 - followerExponent)) / (followerLawExponent - 1)
}

/** A1 = k sum_j m_j^beta (1 - G(T - t_j)): the expected further direct offspring of the observed events. O(n). */
export function directOffspring(
  observation: Observation,
  kernel: Kernel,
  parameters: KernelShape & { readonly kappa: number; readonly followerExponent: number }
): number {
  const { times, magnitudes, windowSeconds } = observation
  let sum = 0
  for (let i = 0; i < times.length; i++) {
    const weight = countFollowers(magnitudes[i]) ** parameters.followerExponent
    sum += weight * kernel.remainder(parameters, windowSeconds - times[i])
  }
  return (parameters.kappa / kernel.densityScale(parameters)) * sum
}

function cutoffOf(shape: KernelShape): number {
  if (shape.cutoffSeconds === null) throw new TypeError('the power law needs cutoffSeconds')
  return shape.cutoffSeconds
}
