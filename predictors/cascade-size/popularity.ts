import type { Observation } from './cascade.ts'
import { followersKnown } from './followers-known.ts'
import type { FittedParameters, Forecast, Reason } from './forecast.ts'

/** With fewer events, a fit is too uncertain for a forecast without a model. */
export const minEventsWithoutModel = 10

/**
 * N = n + w A1 / (1 - n*): the observed events, plus the expected further direct offspring with all their descendants. For
 * branchingFactor < 1 and finite non-negative arguments the result is finite and at least n.
 */
export function finalSize(
  events: number,
  { directOffspring, branchingFactor }: Pick<FittedParameters, 'directOffspring' | 'branchingFactor'>,
  scalingFactor = 1
): number {
  return events + (scalingFactor * directOffspring) / (1 - branchingFactor)
}

/**
 * The forecast of the formula with w = 1, without a model version. It has a point if there are at least 10 events and the fit
 * converged with the branching factor below its bound; otherwise it has a reason. `fit` null: there are too few events.
 */
export function forecastWithoutModel(observation: Observation, fit: FittedParameters | null): Forecast {
  const events = observation.times.length
  const reason = findObstacle(events, fit)
  const size = fit !== null && reason === null ? finalSize(events, fit) : null
  return {
    windowSeconds: observation.windowSeconds,
    observedEvents: events,
    method: size === null ? 'none' : 'hawkes',
    reason,
    areOptimal: size,
    point: size,
    median: null,
    interval: null,
    quantiles: null,
    lowerBound: events,
    scalingFactor: size === null ? null : 1,
    fit,
    reasons: null,
    similar: [],
    weights: [],
    flags: [],
    followers: followersKnown(observation),
    trainedOn: null,
    calibration: null,
    range: null
  }
}

function findObstacle(events: number, fit: FittedParameters | null): Reason | null {
  if (events < minEventsWithoutModel) return 'too-few-events'
  if (!fit?.isConverged || !Number.isFinite(finalSize(events, fit))) return 'fit-not-converged'
  return fit.boundsHit.includes('branchingFactor.high') ? 'branching-factor-at-bound' : null
}
