import { branchingFactorLimit, densityScaleOf, followerLawExponent } from './kernel.ts'
import type { Likelihood } from './likelihood.ts'
import type { Priors } from './priors.ts'

/**
 * The value to minimize, its gradient, and the best scale k at some variables. The curvature of the value is discontinuous
 * where k reaches its bound. Approximately, value = smooth part + wallWeight min(0, slack)^2 / 2.
 */
export interface ObjectiveValue {
  /** The negative log-likelihood; with priors plus half of the squared distance from their mean. */
  value: number
  negLogLikelihood: number
  readonly gradient: Float64Array
  /** The gradient of the smooth part: without the bound of k. */
  readonly smoothGradient: Float64Array
  /** The distance of log k from its bound, negative where k is clipped, and its gradient. */
  slack: number
  readonly slackGradient: Float64Array
  wallWeight: number
  densityScale: number
  isScaleAtBound: boolean
}

/**
 * A function of (-log(alpha - 1 - beta), ...kernel.toLogs(shape)). In this form of beta the bound of log k is linear, however
 * close beta is to alpha - 1.
 */
export type Objective = (variables: Float64Array, out: ObjectiveValue) => void

export function stretch(followerExponent: number): number {
  return -Math.log(followerLawExponent - 1 - followerExponent)
}

/** The inverse of `stretch`. */
export function unstretch(variable: number): number {
  return followerLawExponent - 1 - Math.exp(-variable)
}

/**
 * The objective with the scale k profiled out. Without priors the best k is (n - 1) / compensator. With a prior on log k it is
 * the root of a convex equation in one unknown. k is clipped where n* reaches its limit; there it depends on beta, and the
 * gradient includes that dependence.
 */
export function buildObjective(likelihood: Likelihood, priors: Priors | null): Objective {
  const offspring = likelihood.events - 1
  const dimensions = 1 + likelihood.kernel.bounds.length
  const offset = new Float64Array(dimensions + 1)
  const point = new Float64Array(dimensions)
  return (variables, out) => {
    const beta = unstretch(variables[0])
    point.set(variables)
    point[0] = beta
    const sums = likelihood.evaluate(point)
    const logScaleLimit = Math.log(densityScaleOf(branchingFactorLimit, beta))
    const scalePrecision = priors ? priors.precision[dimensions][dimensions] : 0
    let pull = 0 // force of the prior on log k, where log k is its mean
    if (priors) {
      for (let d = 0; d < dimensions; d++) {
        offset[d] = point[d] - priors.mean[d]
        pull += priors.precision[dimensions][d] * offset[d]
      }
    }
    const logScaleMean = priors ? priors.mean[dimensions] : 0
    const slope = (logScale: number) =>
      Math.exp(logScale) * sums.compensator - offspring + pull + scalePrecision * (logScale - logScaleMean)

    let wanted = Math.log(offspring / sums.compensator)
    if (priors) wanted = solveScale(sums.compensator, offspring, pull, scalePrecision, logScaleMean)
    const isAtBound = wanted >= logScaleLimit
    const logScale = isAtBound ? logScaleLimit : wanted
    const scale = Math.exp(logScale)

    out.densityScale = scale
    out.isScaleAtBound = isAtBound
    out.negLogLikelihood = scale * sums.compensator - offspring * logScale - sums.logIntensity
    out.value = out.negLogLikelihood
    for (let d = 0; d < dimensions; d++)
      out.gradient[d] = scale * sums.compensatorGradient[d] - sums.logIntensityGradient[d]
    if (priors) {
      offset[dimensions] = logScale - logScaleMean
      for (let d = 0; d <= dimensions; d++) {
        let force = 0
        for (let e = 0; e <= dimensions; e++) force += priors.precision[d][e] * offset[e]
        out.value += 0.5 * force * offset[d]
        if (d < dimensions) out.gradient[d] += force
      }
    }
    const wantedWeight = Math.exp(wanted) * sums.compensator + scalePrecision
    for (let d = 0; d < dimensions; d++) {
      const pullBy = priors ? priors.precision[d][dimensions] : 0
      out.slackGradient[d] = (Math.exp(wanted) * sums.compensatorGradient[d] + pullBy) / wantedWeight
    }
    // Gradient by the stretched beta: d beta = room d variable. The bound of log k decreases as the variable increases.
    const room = followerLawExponent - 1 - beta
    out.slackGradient[0] = room * out.slackGradient[0] - 1
    out.gradient[0] *= room
    const push = isAtBound ? slope(logScale) : 0
    out.gradient[0] -= push
    // Where k is clipped, slope and curvature of the penalty are exact. Elsewhere it starts at the distance `slack`.
    out.wallWeight = isAtBound ? scale * sums.compensator + scalePrecision : wantedWeight
    out.slack = isAtBound ? push / out.wallWeight : logScaleLimit - wanted
    for (let d = 0; d < dimensions; d++) out.smoothGradient[d] = out.gradient[d] - push * out.slackGradient[d]
  }
}

/** The root q of e^q C - N + pull + precision (q - mean), a convex increasing function, by Newton's method. */
function solveScale(compensator: number, offspring: number, pull: number, precision: number, mean: number) {
  // The value at this start is >= 0, so every step decreases q towards the root.
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
    smoothGradient: new Float64Array(dimensions),
    slack: 0,
    slackGradient: new Float64Array(dimensions),
    wallWeight: 0,
    densityScale: 0,
    isScaleAtBound: false
  }
}
