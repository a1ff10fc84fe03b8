import type { Observation } from './cascade.ts'
import type { FittedParameters, Forecast, Reason } from './forecast.ts'

/** Below this a fit says too little for a forecast of its own. */
export const minEventsWithoutModel = 10

/**
 * N = n + w A1 / (1 - n*): the events seen, and the whole family of the direct offspring still to come. With
 * branchingFactor < 1 and the rest finite and not negative it is finite and never below n.
 */
export function finalSize(
  events: number,
  { directOffspring, branchingFactor }: Pick<FittedParameters, 'directOffspring' | 'branchingFactor'>,
  scalingFactor = 1
): number {
  return events + (scalingFactor * directOffspring) / (1 - branchingFactor)
}

/**
 * The forecast of the formula alone, w = 1: no model version. Given from 10 events on, when the fit converged with the
 * branching factor below its bound; otherwise there is no point but the reason why. `fit` null: there was none to make.
 */
export function forecastWithoutModel(observation: Observation, fit: FittedParameters | null): Forecast {
  const events = observation.times.length
  const reason = findObstacle(events, fit)
  return {
    windowSeconds: observation.windowSeconds,
    observedEvents: events,
    method: reason === null ? 'hawkes' : 'none',
    reason,
    point: reason === null ? finalSize(events, fit!) : null,
    median: null,
    interval: null,
    lowerBound: events,
    scalingFactor: reason === null ? 1 : null,
    fit,
    weights: [],
    range: null
  }
}

function findObstacle(events: number, fit: FittedParameters | null): Reason | null {
  if (events < minEventsWithoutModel) return 'too-few-events'
  if (!fit?.isConverged || !Number.isFinite(finalSize(events, fit))) return 'fit-not-converged'
  return fit.boundsHit.includes('branchingFactor.high') ? 'branching-factor-at-bound' : null
}
