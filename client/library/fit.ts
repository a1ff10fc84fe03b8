import { fit as fitProcess } from '../../predictors/cascade-size/fit.ts'
import type { FittedParameters } from '../../predictors/cascade-size/forecast.ts'
import type { Model } from '../../predictors/cascade-size/model.ts'
import { type ObservationInput, readInput } from '../../predictors/cascade-size/observation-input.ts'

export interface FitOptions {
  /** How events are forgotten. Default: what the model's priors are for, else 'power-law'. */
  readonly kernel?: FittedParameters['kernel']
  /** Fit under what it believes (maximum a posteriori), if it holds priors. Default: maximum likelihood. */
  readonly model?: Model | null
}

/**
 * The marked Hawkes process that explains best what was known of a cascade at the window (see `forecast`): kappa, beta
 * (followerExponent), c in seconds (cutoffSeconds), theta (decay), the branching factor n* they make, and whether the
 * search converged or ended on a bound. n* is a label of the fit, not a physical truth.
 *
 * Throws RangeError naming the field and the reason, for fewer than 2 events within the window, and where the model's
 * priors are for another kernel. Cost O(n): some 60 evaluations of the likelihood. Mishra, Rizoiu, Xie 2016.
 */
export function fit(observed: ObservationInput, { kernel, model = null }: FitOptions = {}): FittedParameters {
  const read = readInput(observed)
  if (!read.ok) throw new RangeError(`${read.field} ${read.reason}`)
  const priors = model?.priors ?? null
  return fitProcess(read.observation, { kernel: kernel ?? priors?.kernel ?? 'power-law', priors })
}
