import type { Run } from '../predictor.ts'
import { buildObjectiveValue, type Objective, type ObjectiveValue } from './objective.ts'

export interface Minimum {
  readonly variables: Float64Array
  readonly at: ObjectiveValue
  readonly isConverged: boolean
  readonly iterations: number
  readonly evaluations: number
}

export interface Box {
  readonly low: Float64Array
  readonly high: Float64Array
}

/** The bounds of a search, and prior knowledge about the function. */
export interface Search {
  readonly box: Box
  /** The initial diagonal of the Hessian. */
  readonly curvature: Float64Array
  /** The search has converged when the quadratic model predicts a smaller gain. */
  readonly minGain: number
  /** The maximum difference between the values of a search and of a known minimum nearby. */
  readonly nearValue: number
  readonly run: Run
}

const maxSteps = 200
const maxSweeps = 300
/** The trust radius limits each step, in beta or a logarithm. It adapts to the success of recent steps. */
const firstRadius = 1
const maxRadius = 3
const minRadius = 1e-6
/** A predicted gain below this share of the value is a rounding error. */
const minShare = 1e-13
/** A search this close to a known minimum, and at most `nearValue` above it, would end there. */
const nearVariables = 0.5

/**
 * Minimizes a function in a box from `start` by a projected quasi-Newton method (BFGS) with a trust radius. Each step minimizes
 * the quadratic model of the smooth part plus the penalty where k exceeds its bound, within the box and the trust radius. So
 * variables can reach and leave their bounds in any step. The line search requires a sufficient decrease. A search that comes
 * close to a minimum of `known` returns that minimum.
 */
export function minimize(
  objective: Objective,
  search: Search,
  start: ArrayLike<number>,
  known: readonly Minimum[] = []
): Minimum {
  const { box, curvature, run } = search
  const size = start.length
  let variables = Float64Array.from(start)
  clip(variables, box)
  let at = buildObjectiveValue(size)
  objective(variables, at)
  let evaluations = 1
  let iterations = 0
  let isFresh = true
  let hessian = diagonal(curvature)
  let radius = firstRadius
  let trial = new Float64Array(size)
  let trialAt = buildObjectiveValue(size)
  const step = new Float64Array(size)
  let isConverged = false

  while (iterations < maxSteps && !run.isCanceled && Number.isFinite(at.value)) {
    const limit = Math.max(search.minGain, minShare * Math.abs(at.value))
    // A small predicted gain may be due to a small radius, so check it without the radius too.
    const predictedGain = minimizeModel(hessian, at, variables, box, radius, step)
    if (
      predictedGain <= limit &&
      minimizeModel(hessian, at, variables, box, Number.POSITIVE_INFINITY, step) <= limit
    ) {
      isConverged = true
      break
    }
    iterations++
    const slope = dot(at.gradient, step)
    let length = 1
    let isLower = false
    for (let halving = 0; halving < 12 && !run.isCanceled; halving++) {
      for (let d = 0; d < size; d++) trial[d] = variables[d] + length * step[d]
      clip(trial, box)
      objective(trial, trialAt)
      evaluations++
      isLower = trialAt.value <= at.value + 1e-4 * length * slope
      if (isLower) break
      length *= shorten(at.value, slope * length, trialAt.value)
    }
    const moved = length * step.reduce((max, each) => Math.max(max, Math.abs(each)), 0)
    if (!isLower) {
      if (isFresh) break
      hessian = diagonal(curvature)
      isFresh = true
      radius = Math.max(minRadius, 10 * moved)
      continue
    }
    if (length < 1) radius = Math.max(minRadius, 2 * moved)
    else if (moved > 0.9 * radius) radius = Math.min(maxRadius, 2.5 * radius)
    update(hessian, variables, trial, at.smoothGradient, trialAt.smoothGradient)
    isFresh = false
    ;[variables, trial] = [trial, variables]
    ;[at, trialAt] = [trialAt, at]
    const nearby = known.find(each => isNear(each, variables, at.value, search.nearValue))
    if (nearby) return { ...nearby, iterations, evaluations }
  }
  return { variables, at, isConverged, iterations, evaluations }
}

function isNear(
  { isConverged, variables, at }: Minimum,
  from: Float64Array,
  value: number,
  nearValue: number
): boolean {
  if (!isConverged || value < at.value || value > at.value + nearValue) return false
  return from.every((each, d) => Math.abs(each - variables[d]) < nearVariables)
}

/** The factor that shortens a failed step to the minimum of the parabola through value, slope and new value. */
function shorten(value: number, slope: number, newValue: number): number {
  const rise = newValue - value - slope
  return Number.isFinite(rise) ? Math.min(0.5, Math.max(0.1, -slope / (2 * rise))) : 0.1
}

/**
 * Sets `step` to the minimum of the quadratic model of the smooth part plus the penalty, within the box and `radius`, by
 * projected coordinate descent (few variables: a few sweeps are exact to rounding). Returns the decrease of the model.
 */
function minimizeModel(
  hessian: readonly Float64Array[],
  at: ObjectiveValue,
  variables: Float64Array,
  box: Box,
  radius: number,
  step: Float64Array
): number {
  const { smoothGradient, slack, slackGradient, wallWeight } = at
  const size = smoothGradient.length
  step.fill(0)
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    let moved = 0
    for (let d = 0; d < size; d++) {
      const curvature = hessian[d][d]
      const slope = smoothGradient[d] + dot(hessian[d], step)
      const toward = slackGradient[d]
      const left = slack + dot(slackGradient, step)
      let change = -slope / curvature
      if (left + toward * change < 0)
        change = -(slope + wallWeight * left * toward) / (curvature + wallWeight * toward * toward)
      const wanted = variables[d] + step[d] + change
      const inside = Math.min(box.high[d], Math.max(box.low[d], wanted)) - variables[d]
      const next = Math.min(radius, Math.max(-radius, inside))
      moved = Math.max(moved, Math.abs(next - step[d]))
      step[d] = next
    }
    if (moved < 1e-10) break
  }
  const wall = (left: number) => 0.5 * wallWeight * Math.min(0, left) ** 2
  let value = wall(slack) - wall(slack + dot(slackGradient, step))
  for (let d = 0; d < size; d++) value -= step[d] * (smoothGradient[d] + 0.5 * dot(hessian[d], step))
  return value
}

/** The BFGS update with Powell's damping, which keeps the matrix positive definite. */
function update(
  hessian: readonly Float64Array[],
  from: Float64Array,
  to: Float64Array,
  gradientFrom: Float64Array,
  gradientTo: Float64Array
): void {
  const size = from.length
  const step = to.map((value, d) => value - from[d])
  const change = gradientTo.map((value, d) => value - gradientFrom[d])
  const image = step.map((_, d) => dot(hessian[d], step))
  const model = dot(step, image)
  const measured = dot(step, change)
  if (model <= 0) return
  if (measured < 0.2 * model) {
    const share = (0.8 * model) / (model - measured)
    for (let d = 0; d < size; d++) change[d] = share * change[d] + (1 - share) * image[d]
  }
  const along = dot(step, change)
  for (let d = 0; d < size; d++)
    for (let e = 0; e < size; e++)
      hessian[d][e] += (change[d] * change[e]) / along - (image[d] * image[e]) / model
}

function diagonal(values: Float64Array): Float64Array[] {
  return Array.from(values, (value, d) => {
    const row = new Float64Array(values.length)
    row[d] = value
    return row
  })
}

function clip(variables: Float64Array, { low, high }: Box): void {
  for (let d = 0; d < variables.length; d++) variables[d] = Math.min(high[d], Math.max(low[d], variables[d]))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d]
  return sum
}
