import type { Run } from '../predictor.ts'
import type { Observation } from './cascade.ts'
import type { FittedParameters } from './forecast.ts'
import {
  branchingFactor,
  branchingFactorLimit,
  directOffspring,
  followerExponentBound,
  type Kernel,
  type KernelShape,
  kernels
} from './kernel.ts'
import type { Likelihood } from './likelihood.ts'
import { buildExponentialLikelihood } from './likelihood-exponential.ts'
import { buildPowerLawLikelihood } from './likelihood-power-law.ts'
import { type Box, type Minimum, minimize } from './minimize.ts'
import { buildObjective } from './objective.ts'
import type { Priors } from './priors.ts'

/** Where a search for the minimum begins. */
export type Start = KernelShape & { readonly followerExponent: number }

export interface FitOptions {
  readonly kernel?: Kernel['name']
  /** Given: the maximum a posteriori fit under these beliefs. */
  readonly priors?: Priors | null
  readonly starts?: readonly Start[]
  /** Read at every step; a canceled fit returns the best it has seen, not converged. */
  readonly run?: Run
}

/**
 * One for each valley likelihoods of real cascades were seen to have (steep and short, shallow, long and steep, long and
 * shallow): of 60 starts on a grid these reach the lowest minimum most often together.
 */
export const defaultStarts: Readonly<Record<Kernel['name'], readonly Start[]>> = {
  'power-law': [
    { followerExponent: 0.2, cutoffSeconds: 1, decay: 3 },
    { followerExponent: 0.02, cutoffSeconds: 1, decay: 0.2 },
    { followerExponent: 1, cutoffSeconds: 400, decay: 0.8 },
    { followerExponent: 0.15, cutoffSeconds: 3000, decay: 3 }
  ],
  exponential: [
    { followerExponent: 0.2, cutoffSeconds: null, decay: 1e-2 },
    { followerExponent: 0.2, cutoffSeconds: null, decay: 1e-3 },
    { followerExponent: 0.8, cutoffSeconds: null, decay: 1e-4 }
  ]
}

/** The likelihood does not tell branching factors closer than this apart: from here to its bound n* is at its bound. */
const branchingResolution = 1e-3

/**
 * The marked Hawkes process that explains an observation best: maximum likelihood (or a posteriori) under
 * branching factor < 1, from several starts. 2 events or more, any window. Never throws for data; a RangeError for
 * fewer than 2 events. O(n) time an evaluation, 16 bytes an event.
 */
export function fit(observation: Observation, options: FitOptions = {}): FittedParameters {
  const kernel = kernels[options.kernel ?? 'power-law']
  const priors = options.priors ?? null
  const run = options.run ?? { isCanceled: false }
  const starts = options.starts ?? defaultStarts[kernel.name]
  if (observation.times.length < 2) throw new RangeError('a fit needs 2 events')
  if (priors && priors.kernel !== kernel.name) throw new RangeError(`these priors are for ${priors.kernel}`)
  if (starts.length === 0) throw new RangeError('a fit needs a start')

  const likelihood = buildLikelihood(observation, kernel)
  const objective = buildObjective(likelihood, priors)
  const box = buildBox(kernel)
  const curvature = box.low.map((_, d) => (d === 0 ? 0.3 : 0.03) * observation.times.length)
  const found: Minimum[] = []
  for (const start of starts) {
    const from = [start.followerExponent, ...kernel.toLogs(start)]
    found.push(minimize(objective, box, from, curvature, run, found))
    if (run.isCanceled) break
  }
  return describe(observation, kernel, box, found)
}

/** The O(n) likelihood of either kernel. */
export function buildLikelihood(observation: Observation, kernel: Kernel): Likelihood {
  return kernel.name === 'power-law'
    ? buildPowerLawLikelihood(observation)
    : buildExponentialLikelihood(observation)
}

function buildBox(kernel: Kernel): Box {
  const logs = kernel.bounds
  return {
    low: Float64Array.of(followerExponentBound.low, ...logs.map(bound => Math.log(bound.low))),
    high: Float64Array.of(followerExponentBound.high, ...logs.map(bound => Math.log(bound.high)))
  }
}

function describe(
  observation: Observation,
  kernel: Kernel,
  box: Box,
  minima: readonly Minimum[]
): FittedParameters {
  const best = minima.reduce((lowest, each) => (each.at.value < lowest.at.value ? each : lowest))
  const { variables, at, isConverged } = best
  const bounds = [followerExponentBound, ...kernel.bounds]
  const boundsHit = bounds.flatMap(({ name }, d) => {
    if (variables[d] === box.low[d]) return [`${name}.low`]
    return variables[d] === box.high[d] ? [`${name}.high`] : []
  })
  const found = Math.min(branchingFactorLimit, branchingFactor(at.densityScale, variables[0]!))
  if (found > branchingFactorLimit - branchingResolution) boundsHit.push('branchingFactor.high')
  const shape = kernel.fromLogs(variables, 1)
  const parameters = {
    kappa: at.densityScale * kernel.densityScale(shape),
    followerExponent: variables[0]!,
    ...shape
  }
  return {
    kernel: kernel.name,
    ...parameters,
    branchingFactor: found,
    directOffspring: directOffspring(observation, kernel, parameters),
    negLogLikelihood: at.negLogLikelihood,
    isConverged,
    iterations: minima.reduce((sum, each) => sum + each.iterations, 0),
    starts: minima.length,
    boundsHit
  }
}
