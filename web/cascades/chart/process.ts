import type { Forecast, Observation } from './picture.ts'

type Fit = NonNullable<Forecast['fit']>
/** The parameters of a marked Hawkes process (docs/model.md). */
type Process = Pick<Fit, 'kernel' | 'kappa' | 'followerExponent' | 'cutoffSeconds' | 'decay'>

/**
 * Computes lambda(t), the expected events per second at each moment, from the events up to that moment.
 * O(events * moments).
 */
export function intensitiesAt(
  { times, magnitudes }: Pick<Observation, 'times' | 'magnitudes'>,
  process: Process,
  moments: ArrayLike<number>
): Float64Array {
  const marks = marksOf(magnitudes, process)
  const density = densityOf(process)
  return Float64Array.from(moments, moment => {
    let rate = 0
    for (let i = 0; i < times.length && times[i]! <= moment; i++)
      rate += marks[i]! * density(moment - times[i]!)
    return rate
  })
}

/** How the growth after the window is spread over time. */
export interface Growth {
  readonly moments: Float64Array
  /** The events that the fitted process expects until the last moment. 0: no fit. */
  readonly events: number
  /** The share of them by each moment. The last share is 1. Without a fit: even steps. */
  readonly shares: Float64Array
}

/** Computes the expected growth by each of the rising moments. */
export function spreadGrowth(observation: Observation, fit: Fit | null, moments: Float64Array): Growth {
  // With n* closer to 1, all growth would be beyond the end of the scale.
  const growth = fit && expectedGrowth(observation, fit, Math.min(fit.branchingFactor, 0.9), moments)
  const events = growth?.at(-1) ?? 0
  const shares = moments.map((_, i) =>
    growth && events > 0 ? growth[i]! / events : (i + 1) / moments.length
  )
  return { moments, events, shares }
}

/**
 * The share of `added` further events by each moment. The first of them come at the rate of the fitted process, so that the
 * intensity is continuous at the end of the window. With u the share of the E events of the process and r = E/added, it is
 * 1 - (1 - u)^r if r > 1, and r u + (1 - r) u^2 otherwise: both have the slope r at 0 and end at 1.
 */
export function sharesOf({ events, shares }: Growth, added: number): Float64Array {
  if (events === 0 || added <= 0) return shares
  const slope = events / added
  return shares.map(share =>
    slope > 1 ? 1 - (1 - share) ** slope : slope * share + (1 - slope) * share * share
  )
}

/**
 * Computes M(t), the expected events between the end of the window and each of the rising moments after it:
 * M(t) = A(t) + n* integral of G(t - s) dM(s), with A(t) the direct offspring of the observed events by then. Solved
 * on the moments themselves (midpoint rule: dense moments, or a log grid, keep its error small). M tends to
 * A1/(1 - n*). O(events * moments + moments^2).
 */
export function expectedGrowth(
  observation: Observation,
  process: Process,
  branchingFactor: number,
  moments: Float64Array
): Float64Array {
  const growth = new Float64Array(moments.length)
  const direct = directGrowth(observation, process, moments)
  const remainder = remainderOf(process)
  for (let i = 0; i < moments.length; i++) {
    let descendants = 0
    for (let j = 0; j < i; j++) {
      const middle = (moments[j]! + (moments[j - 1] ?? observation.windowSeconds)) / 2
      descendants += (growth[j]! - (growth[j - 1] ?? 0)) * (1 - remainder(moments[i]! - middle))
    }
    // The descendants of the last step are linear in the step, so the equation is solved for it.
    const before = growth[i - 1] ?? 0
    const half = (moments[i]! - (moments[i - 1] ?? observation.windowSeconds)) / 2
    const own = branchingFactor * (1 - remainder(half))
    growth[i] = before + Math.max(0, direct[i]! + branchingFactor * descendants - before) / (1 - own)
  }
  return growth
}

function directGrowth(
  { times, magnitudes, windowSeconds }: Observation,
  process: Process,
  moments: Float64Array
): Float64Array {
  const marks = marksOf(magnitudes, process)
  const remainder = remainderOf(process)
  const before = times.reduce((sum, time, j) => sum + marks[j]! * remainder(windowSeconds - time), 0)
  return moments.map(moment => {
    let left = 0
    for (let j = 0; j < times.length; j++) left += marks[j]! * remainder(moment - times[j]!)
    return before - left
  })
}

// k m^beta: the total offspring of an event with m followers, where k is kappa without the scale of the kernel. Unknown
// followers (NaN) count as 1.
function marksOf(magnitudes: Float64Array, process: Process): Float64Array {
  const { kappa, followerExponent, decay, cutoffSeconds, kernel } = process
  const scale = kappa / (kernel === 'exponential' ? decay : decay * (cutoffSeconds ?? 1) ** decay)
  return magnitudes.map(each => scale * (each > 1 ? each : 1) ** followerExponent)
}

function densityOf({ kernel, decay, cutoffSeconds }: Process): (seconds: number) => number {
  if (kernel === 'exponential') return seconds => decay * Math.exp(-decay * seconds)
  const cutoff = cutoffSeconds ?? 1
  return seconds => (decay / cutoff) * Math.exp(-(1 + decay) * Math.log1p(seconds / cutoff))
}

function remainderOf({ kernel, decay, cutoffSeconds }: Process): (seconds: number) => number {
  if (kernel === 'exponential') return seconds => Math.exp(-decay * seconds)
  const cutoff = cutoffSeconds ?? 1
  return seconds => Math.exp(-decay * Math.log1p(seconds / cutoff))
}
