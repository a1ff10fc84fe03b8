import { countAt, type FeatureGroup, type MarkedEvents } from './marked-events.ts'

interface FixedKernel {
  readonly followerExponent: number
  readonly cutoffSeconds: number
  readonly decay: number
}

/** Three fixed kernels, from short to long memory, that cover the fits of real cascades. Only the scale is estimated. */
export const fixedKernels: readonly FixedKernel[] = [
  { followerExponent: 0.3, cutoffSeconds: 300, decay: 0.5 },
  { followerExponent: 0.6, cutoffSeconds: 300, decay: 0.4 },
  { followerExponent: 0.15, cutoffSeconds: 1500, decay: 1 }
]
const labels = ['A', 'B', 'C']

/**
 * The Hawkes process with a fixed kernel. q = (c / (T - t + c))^theta is the share of an event's influence after the window.
 * R = sum m^beta q, G = sum m^beta (1 - q), kappa = n / G. Columns: log R, log(kappa R), and the log of the ratio of
 * (1 + events after T/2) to the number that kappa predicts for that half. Cost: five transcendental functions for each event
 * and kernel.
 */
export const hawkesKernels: FeatureGroup = {
  names: labels.flatMap(label => [
    `logHawkesLeft${label}`,
    `logHawkesExpected${label}`,
    `logHawkesSurprise${label}`
  ]),
  measure: events => fixedKernels.flatMap(kernel => measureKernel(events, kernel))
}

/** The three columns of one kernel. */
export function measureKernel(events: MarkedEvents, kernel: FixedKernel): number[] {
  const { times, logFollowers, windowSeconds, count } = events
  const { followerExponent, cutoffSeconds, decay } = kernel
  const half = windowSeconds / 2
  const countHalf = countAt(events, half)
  let left = 0
  let spent = 0
  let spentByHalf = 0
  for (let i = 0; i < count; i++) {
    const weight = Math.exp(followerExponent * logFollowers[i])
    const remaining = (cutoffSeconds / (windowSeconds - times[i] + cutoffSeconds)) ** decay
    left += weight * remaining
    spent += weight * (1 - remaining)
    if (i < countHalf)
      spentByHalf += weight * (1 - (cutoffSeconds / (half - times[i] + cutoffSeconds)) ** decay)
  }
  const scale = count / spent
  const expectedInSecondHalf = scale * (spent - spentByHalf)
  return [Math.log(left), Math.log(scale * left), Math.log((1 + count - countHalf) / expectedInSecondHalf)]
}
