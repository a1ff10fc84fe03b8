import type { Run } from '../predictor.ts'
import { type Observation, observe } from './cascade.ts'
import type { FittedParameters } from './forecast.ts'
import {
  type Bound,
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
import { type Box, type Minimum, minimize, type Search } from './minimize.ts'
import { buildObjective, stretch, unstretch } from './objective.ts'
import type { Priors } from './priors.ts'

/** The parameters at which a search for the minimum starts. */
export type Start = KernelShape & { readonly followerExponent: number }

interface FitOptions {
  readonly kernel?: Kernel['name']
  /** With priors the fit is the maximum a posteriori estimate, without them the maximum-likelihood estimate. */
  readonly priors?: Priors | null
  readonly starts?: readonly Start[]
  /** Read at every step. A canceled fit returns the best parameters found so far, with isConverged false. */
  readonly run?: Run
}

/**
 * One start for each kind of local minimum that occurs in the likelihoods of real cascades (steep and short, shallow, long and
 * shallow, long and steep). Of 60 starts on a grid, this combination finds the global minimum most often.
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

/** The likelihood cannot distinguish closer branching factors: within this distance of the limit, n* counts as at its bound. */
const branchingResolution = 1e-3

/**
 * Fits a marked Hawkes process to an observation of at least 2 events: maximum likelihood (or maximum a posteriori) with
 * branching factor < 1, from several starts. With many events the starts are compared on the first tenth of them.
 * Throws a RangeError for fewer than 2 events, for no starts, and for priors of another kernel; never for other data.
 * Cost: about 60 evaluations of O(n); 16 bytes for each event.
 */
export function fit(observation: Observation, options: FitOptions = {}): FittedParameters {
  const kernel = kernels[options.kernel ?? 'power-law']
  const priors = options.priors ?? null
  const run = options.run ?? { isCanceled: false }
  const starts = options.starts ?? defaultStarts[kernel.name]
  if (observation.times.length < 2) throw new RangeError('a fit needs 2 events')
  if (priors && priors.kernel !== kernel.name) throw new RangeError(`these priors are for ${priors.kernel}`)
  if (starts.length === 0) throw new RangeError('a fit needs a start')

  const points = starts.map(start => [stretch(start.followerExponent), ...kernel.toLogs(start)])
  const found = findMinima(observation, kernel, priors, points, run)
  return { ...describe(observation, kernel, found), starts: starts.length }
}

/** Above this number of events the starts are compared on the first tenth; only the two best minima there are continued. */
const manyEvents = 20_000

/** Searches from each of `points`. Returns at least one minimum. */
function findMinima(
  observation: Observation,
  kernel: Kernel,
  priors: Priors | null,
  points: readonly ArrayLike<number>[],
  run: Run
): readonly Minimum[] {
  const events = observation.times.length
  const beginning = observe(observation, observation.times[Math.floor(events / 10)])
  const isLong = events > manyEvents && beginning.windowSeconds >= 60
  const earlier = isLong ? findMinima(beginning, kernel, priors, points, run) : []
  const objective = buildObjective(buildLikelihood(observation, kernel), priors)
  const search = buildSearch(kernel, events, run)
  const found: Minimum[] = []
  for (const from of isLong ? rankDistinct(earlier).slice(0, 2) : points) {
    found.push(minimize(objective, search, from, found))
    if (run.isCanceled) break
  }
  const spent = earlier.reduce((sum, each) => sum + each.iterations, 0)
  return found.map((each, i) => (i === 0 ? { ...each, iterations: each.iterations + spent } : each))
}

/** The distinct positions of the minima, best first. */
function rankDistinct(minima: readonly Minimum[]): Float64Array[] {
  const ranked = minima.toSorted((a, b) => a.at.value - b.at.value)
  return [...new Set(ranked.map(each => each.variables))]
}

/** The O(n) likelihood of a kernel. */
export function buildLikelihood(observation: Observation, kernel: Kernel): Likelihood {
  return kernel.name === 'power-law'
    ? buildPowerLawLikelihood(observation)
    : buildExponentialLikelihood(observation)
}

/** The bounds and tolerances of a search. The curvature of a likelihood and its significant differences grow with n. */
function buildSearch(kernel: Kernel, events: number, run: Run): Search {
  const box = buildBox(kernel)
  return {
    box,
    curvature: box.low.map((_, d) => (d === 0 ? 0.3 : 0.03) * events),
    minGain: Math.max(1e-6, 1e-10 * events),
    nearValue: Math.max(0.3, 3e-4 * events),
    run
  }
}

function buildBox({ bounds }: Kernel): Box {
  return {
    low: Float64Array.of(stretch(followerExponentBound.low), ...bounds.map(bound => Math.log(bound.low))),
    high: Float64Array.of(stretch(followerExponentBound.high), ...bounds.map(bound => Math.log(bound.high)))
  }
}

function describe(
  observation: Observation,
  kernel: Kernel,
  minima: readonly Minimum[]
): Omit<FittedParameters, 'starts'> {
  const box = buildBox(kernel)
  const best = minima.reduce((lowest, each) => (each.at.value < lowest.at.value ? each : lowest))
  const { variables, at, isConverged } = best
  const bounds = [followerExponentBound, ...kernel.bounds]
  const boundsHit = bounds.flatMap(({ name }, d) => {
    if (variables[d] === box.low[d]) return [`${name}.low`]
    return variables[d] === box.high[d] ? [`${name}.high`] : []
  })
  const followerExponent = clampTo(followerExponentBound, unstretch(variables[0]))
  const found = Math.min(branchingFactorLimit, branchingFactor(at.densityScale, followerExponent))
  if (found > branchingFactorLimit - branchingResolution) boundsHit.push('branchingFactor.high')
  const shape = kernel.fromLogs(variables, 1)
  const parameters = {
    kappa: at.densityScale * kernel.densityScale(shape),
    followerExponent,
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
    boundsHit
  }
}

function clampTo({ low, high }: Bound, value: number): number {
  return Math.min(high, Math.max(low, value))
}
