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

/** Where a search for the minimum begins. */
export type Start = KernelShape & { readonly followerExponent: number }

interface FitOptions {
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
 * branching factor < 1, from several starts (with many events they compete on the first tenth). 2 events or more, any window. Never throws for data; a RangeError for fewer than 2 events.
 * O(n) time an evaluation, some 60 evaluations; 16 bytes an event.
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

/** Above this many events the starts compete on the first tenth of them: the two best minima there are followed. */
const manyEvents = 20_000

/** The minima that searches from `points` end in; at least one. */
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

/** The places of the minima, best first, each once. */
function rankDistinct(minima: readonly Minimum[]): Float64Array[] {
  const ranked = minima.toSorted((a, b) => a.at.value - b.at.value)
  return [...new Set(ranked.map(each => each.variables))]
}

/** The O(n) likelihood of either kernel. */
export function buildLikelihood(observation: Observation, kernel: Kernel): Likelihood {
  return kernel.name === 'power-law'
    ? buildPowerLawLikelihood(observation)
    : buildExponentialLikelihood(observation)
}

/** The bounds, and what likelihoods of n events are like: their curvature, and all that is worth telling apart, grow with n. */
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
