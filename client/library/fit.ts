import { fit as fitProcess } from '../../predictors/cascade-size/fit.ts'
import type { FittedParameters } from '../../predictors/cascade-size/forecast.ts'
import type { Model } from '../../predictors/cascade-size/model.ts'
import { type ObservationInput, readInput } from '../../predictors/cascade-size/observation-input.ts'

export interface FitOptions {
  /** How the influence of an event decays. Default: the kernel of the model's priors, or 'power-law' without priors. */
  readonly kernel?: FittedParameters['kernel']
  /** A model with priors makes the fit maximum a posteriori. Default: maximum likelihood. */
  readonly model?: Model | null
}

/**
 * Fits a marked Hawkes process to the events of a cascade within the window (see `forecast`). Returns kappa, beta
 * (followerExponent), c in seconds (cutoffSeconds), theta (decay), the branching factor n* of these parameters, and whether
 * the search converged or ended on a bound. n* characterises the fit; it is not a physical constant.
 *
 * Throws RangeError, with the field and the reason, for invalid events, for fewer than 2 events within the window and for
 * priors of another kernel. Cost O(n): about 60 evaluations of the likelihood. Mishra, Rizoiu, Xie 2016.
 */
export function fit(observed: ObservationInput, { kernel, model = null }: FitOptions = {}): FittedParameters {
  const read = readInput(observed)
  if (!read.ok) throw new RangeError(`${read.field} ${read.reason}`)
  const priors = model?.priors ?? null
  return fitProcess(read.observation, { kernel: kernel ?? priors?.kernel ?? 'power-law', priors })
}
