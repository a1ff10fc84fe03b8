import { countAt, type FeatureGroup, type MarkedEvents } from './marked-events.ts'

interface FixedKernel {
  readonly followerExponent: number
  readonly cutoffSeconds: number
  readonly decay: number
}

/** Three memories, short to long, that cover what is fitted to real cascades: nothing is estimated but the scale. */
const kernels: readonly FixedKernel[] = [
  { followerExponent: 0.3, cutoffSeconds: 300, decay: 0.5 },
  { followerExponent: 0.6, cutoffSeconds: 300, decay: 0.4 },
  { followerExponent: 0.15, cutoffSeconds: 1500, decay: 1 }
]
const labels = ['A', 'B', 'C']

/**
 * The Hawkes process with its memory fixed. With q = (c / (T - t + c))^theta, the part of an event's influence still
 * to come: R = sum m^beta q, G = sum m^beta (1 - q), kappa = n / G. Columns: log R, log(kappa R), and the log of
 * (1 + events after T/2) over what kappa expects of that half. Cost: five transcendentals an event and kernel.
 */
export const hawkesKernels: FeatureGroup = {
  names: labels.flatMap(label => [
    `logHawkesLeft${label}`,
    `logHawkesExpected${label}`,
    `logHawkesSurprise${label}`
  ]),
  measure: events => kernels.flatMap(kernel => measureKernel(events, kernel))
}

function measureKernel(events: MarkedEvents, kernel: FixedKernel): number[] {
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
