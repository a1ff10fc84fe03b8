import type { Forecast } from '../../service.ts'

type Fit = NonNullable<Forecast['fit']>

/** Events up to the window: seconds since the post, followers. */
export interface Observation {
  readonly times: readonly number[]
  readonly magnitudes: readonly number[]
  readonly windowSeconds: number
}

/** lambda(t), events a second by the fitted process, at each of the moments. O(events * moments). */
export function intensitiesAt(
  { times, magnitudes }: Observation,
  fit: Fit,
  moments: ArrayLike<number>
): Float64Array {
  const marks = marksOf(magnitudes, fit)
  const density = densityOf(fit)
  return Float64Array.from(moments, moment => {
    let rate = 0
    for (let i = 0; i < times.length && times[i]! <= moment; i++)
      rate += marks[i]! * density(moment - times[i]!)
    return rate
  })
}

/**
 * The share of the growth to come that the fitted process expects by each of the rising moments after the window: its
 * renewal equation M = A + n* (G * dM) by the midpoint rule. O(events * moments + moments^2).
 */
export function growthShares(observation: Observation, fit: Fit | null, moments: Float64Array): Float64Array {
  if (fit === null) return moments.map((_, i) => (i + 1) / moments.length)
  const growth = new Float64Array(moments.length)
  const direct = directGrowth(observation, fit, moments)
  const remainder = remainderOf(fit)
  // Nearer to 1 all growth would lie beyond the end of the scale.
  const branching = Math.min(fit.branchingFactor, 0.9)
  for (let i = 0; i < moments.length; i++) {
    let descendants = 0
    for (let j = 0; j < i; j++) {
      const middle = (moments[j]! + (moments[j - 1] ?? observation.windowSeconds)) / 2
      descendants += (growth[j]! - (growth[j - 1] ?? 0)) * (1 - remainder(moments[i]! - middle))
    }
    const before = growth[i - 1] ?? 0
    const half = (moments[i]! - (moments[i - 1] ?? observation.windowSeconds)) / 2
    const own = branching * (1 - remainder(half))
    growth[i] = before + Math.max(0, direct[i]! + branching * descendants - before) / (1 - own)
  }
  const whole = growth.at(-1) ?? 0
  return growth.map((each, i) => (whole > 0 ? each / whole : (i + 1) / growth.length))
}

function directGrowth(
  { times, magnitudes, windowSeconds }: Observation,
  fit: Fit,
  moments: Float64Array
): Float64Array {
  const marks = marksOf(magnitudes, fit)
  const remainder = remainderOf(fit)
  const before = times.reduce((sum, time, j) => sum + marks[j]! * remainder(windowSeconds - time), 0)
  return moments.map(moment => {
    let left = 0
    for (let j = 0; j < times.length; j++) left += marks[j]! * remainder(moment - times[j]!)
    return before - left
  })
}

// k m^beta: what an event of m followers brings in all, once kappa is freed of the kernel's own scale.
function marksOf(magnitudes: readonly number[], fit: Fit): Float64Array {
  const { kappa, followerExponent, decay, cutoffSeconds, kernel } = fit
  const scale = kappa / (kernel === 'exponential' ? decay : decay * (cutoffSeconds ?? 1) ** decay)
  return Float64Array.from(magnitudes, each => scale * Math.max(1, each) ** followerExponent)
}

function densityOf({ kernel, decay, cutoffSeconds }: Fit): (seconds: number) => number {
  if (kernel === 'exponential') return seconds => decay * Math.exp(-decay * seconds)
  const cutoff = cutoffSeconds ?? 1
  return seconds => (decay / cutoff) * Math.exp(-(1 + decay) * Math.log1p(seconds / cutoff))
}

function remainderOf({ kernel, decay, cutoffSeconds }: Fit): (seconds: number) => number {
  if (kernel === 'exponential') return seconds => Math.exp(-decay * seconds)
  const cutoff = cutoffSeconds ?? 1
  return seconds => Math.exp(-decay * Math.log1p(seconds / cutoff))
}
