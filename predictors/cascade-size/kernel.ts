import type { Observation } from './cascade.ts'

/**
 * The shape of a memory kernel. Power law: cutoff c in seconds and exponent theta. Exponential: no cutoff, and
 * `decay` is its rate per second. FittedParameters is a shape too.
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
 * How an event is forgotten. The memory kernel of an author with m followers is phi(tau) = k m^beta g(tau), where g is
 * a density over the seconds tau since the event: one interface, whatever the form of g. All functions cost O(1).
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
  /** kappa / k: what turns the scale k of the density into the kappa of the model page. */
  densityScale(shape: KernelShape): number
  /** d log g(tau) by the logarithms of the shape's parameters, written to `out`. */
  logDensityGradient(shape: KernelShape, seconds: number, out: Float64Array): void
  /** d G(tau) by the logarithms of the shape's parameters, written to `out`. */
  integralGradient(shape: KernelShape, seconds: number, out: Float64Array): void
  /** Bounds of the shape's parameters in the order of `toLogs`; a fit moves their logarithms. */
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
  // c >= 1 s, the clock's resolution: with c -> 0 equal times would send the likelihood to infinity.
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

/** alpha of the follower law P(m) = (alpha - 1) m^-alpha, m >= 1: a convention of the model, not a property of people. */
export const followerLawExponent = 2.016

/** beta, how an author's followers weigh: 0 <= beta <= 1.015, so that the law's mean of m^beta exists. */
export const followerExponentBound: Bound = { name: 'followerExponent', low: 0, high: 1.015 }

/** The largest branching factor a fit may have. */
export const branchingFactorLimit = 1 - 1e-6

/** Followers as the model counts them: at least 1. */
export function countFollowers(magnitude: number): number {
  return Math.max(magnitude, 1)
}

/** n* = k (alpha - 1)/(alpha - 1 - beta). */
export function branchingFactor(densityScale: number, followerExponent: number): number {
  return (densityScale * (followerLawExponent - 1)) / (followerLawExponent - 1 - followerExponent)
}

/** The k at which n* = branchingFactor: the inverse of `branchingFactor`. */
export function densityScaleOf(branchingFactor: number, followerExponent: number): number {
  return (branchingFactor * (followerLawExponent - 1 - followerExponent)) / (followerLawExponent - 1)
}

/** A1 = k sum_j m_j^beta (1 - G(T - t_j)): direct offspring still to come of the events seen. O(n). */
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
