import { branchingFactorLimit, densityScaleOf, followerLawExponent } from './kernel.ts'
import type { Likelihood } from './likelihood.ts'
import type { Priors } from './priors.ts'

/** The value to be minimised at some variables, its gradient, and the scale k that is best there. */
export interface ObjectiveValue {
  /** Negative log-likelihood, plus the priors' half squared distance where there are priors. */
  value: number
  negLogLikelihood: number
  /** By (beta, ...kernel.toLogs(shape)). */
  readonly gradient: Float64Array
  densityScale: number
  isScaleAtBound: boolean
}

export type Objective = (variables: Float64Array, out: ObjectiveValue) => void

/**
 * The objective with the scale profiled out. Without priors k = (n - 1) / compensator; with a prior on log k the best
 * k solves a convex equation in one unknown. Either is clipped where n* reaches its limit, and there k depends on beta:
 * the gradient includes it.
 */
export function buildObjective(likelihood: Likelihood, priors: Priors | null): Objective {
  const offspring = likelihood.events - 1
  const dimensions = 1 + likelihood.kernel.bounds.length
  const offset = new Float64Array(dimensions + 1)
  return (variables, out) => {
    const sums = likelihood.evaluate(variables)
    const beta = variables[0]!
    const logScaleLimit = Math.log(densityScaleOf(branchingFactorLimit, beta))
    const scalePrecision = priors ? priors.precision[dimensions]![dimensions]! : 0
    let pull = 0 // of the prior on log k, at log k = its mean
    if (priors) {
      for (let d = 0; d < dimensions; d++) {
        offset[d] = variables[d]! - priors.mean[d]!
        pull += priors.precision[dimensions]![d]! * offset[d]!
      }
    }
    const logScaleMean = priors ? priors.mean[dimensions]! : 0
    const slope = (logScale: number) =>
      Math.exp(logScale) * sums.compensator - offspring + pull + scalePrecision * (logScale - logScaleMean)

    let logScale = Math.log(offspring / sums.compensator)
    if (priors) logScale = solveScale(sums.compensator, offspring, pull, scalePrecision, logScaleMean)
    const isAtBound = logScale >= logScaleLimit
    if (isAtBound) logScale = logScaleLimit
    const scale = Math.exp(logScale)

    out.densityScale = scale
    out.isScaleAtBound = isAtBound
    out.negLogLikelihood = scale * sums.compensator - offspring * logScale - sums.logIntensity
    out.value = out.negLogLikelihood
    for (let d = 0; d < dimensions; d++)
      out.gradient[d] = scale * sums.compensatorGradient[d]! - sums.logIntensityGradient[d]!
    if (priors) {
      offset[dimensions] = logScale - logScaleMean
      for (let d = 0; d <= dimensions; d++) {
        let force = 0
        for (let e = 0; e <= dimensions; e++) force += priors.precision[d]![e]! * offset[e]!
        out.value += 0.5 * force * offset[d]!
        if (d < dimensions) out.gradient[d]! += force
      }
    }
    if (isAtBound) out.gradient[0]! -= slope(logScale) / (followerLawExponent - 1 - beta)
  }
}

/** The root q of e^q C - N + pull + precision (q - mean), by Newton steps on a convex increasing function. */
function solveScale(compensator: number, offspring: number, pull: number, precision: number, mean: number) {
  // The value at this start is >= 0, so that every step is downward, to the root.
  let q = Math.max(Math.log(Math.max(offspring - pull, 1e-300) / compensator), mean)
  if (precision > 0 && pull > offspring) q = mean
  for (let step = 0; step < 100; step++) {
    const rate = Math.exp(q) * compensator
    const change = (rate - offspring + pull + precision * (q - mean)) / (rate + precision)
    q -= change
    if (Math.abs(change) < 1e-12) break
  }
  return q
}

export function buildObjectiveValue(dimensions: number): ObjectiveValue {
  return {
    value: Number.POSITIVE_INFINITY,
    negLogLikelihood: Number.POSITIVE_INFINITY,
    gradient: new Float64Array(dimensions),
    densityScale: 0,
    isScaleAtBound: false
  }
}
