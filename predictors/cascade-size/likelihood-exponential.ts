import type { Observation } from './cascade.ts'
import { countFollowers, exponentialKernel } from './kernel.ts'
import { buildSums, type Likelihood } from './likelihood.ts'

/**
 * The exact likelihood of the exponential kernel in O(n). The sum over all parents decays by one factor,
 * R <- e^(-r dt) (R + m^beta), and so do its derivatives. 8 bytes for each event.
 */
export function buildExponentialLikelihood(observation: Observation): Likelihood {
  const { times, magnitudes, windowSeconds } = observation
  const events = times.length
  const logFollowers = magnitudes.map(each => Math.log(countFollowers(each)))
  const sums = buildSums(exponentialKernel)
  let weightTotal = 0
  let weightLogTotal = 0

  /** Iterates over the events. Afterwards the sums refer to the end of the window. */
  function run(followerExponent: number, rate: number, intensities: Float64Array | null): void {
    let decayed = 0 // sum_j m_j^beta e^(-r(t - t_j))
    let decayedLog = 0 // the same, each term times log m_j
    let decayedAge = 0 // the same as the first, each term times t - t_j
    sums.logIntensity = 0
    sums.logIntensityGradient.fill(0)
    weightTotal = 0
    weightLogTotal = 0
    for (let i = 0; i <= events; i++) {
      if (i > 0) {
        const gap = (i < events ? times[i] : windowSeconds) - times[i - 1]
        decayedAge += gap * decayed
        if (i < events) {
          // Take the logarithm before the decay, where the sum is at least 1: after a long gap it may underflow.
          sums.logIntensity += Math.log(rate * decayed) - rate * gap
          sums.logIntensityGradient[0] += decayedLog / decayed
          sums.logIntensityGradient[1] += 1 - (rate * decayedAge) / decayed
        }
        const factor = Math.exp(-rate * gap)
        decayed *= factor
        decayedLog *= factor
        decayedAge *= factor
        if (i === events) break
        if (intensities) intensities[i] = rate * decayed
      }
      const weight = Math.exp(followerExponent * logFollowers[i])
      decayed += weight
      decayedLog += weight * logFollowers[i]
      weightTotal += weight
      weightLogTotal += weight * logFollowers[i]
    }
    sums.compensator = weightTotal - decayed
    sums.compensatorGradient[0] = weightLogTotal - decayedLog
    sums.compensatorGradient[1] = rate * decayedAge
  }

  return {
    kernel: exponentialKernel,
    events,
    evaluate: variables => {
      run(variables[0], Math.exp(variables[1]), null)
      return sums
    },
    intensities: variables => {
      const intensities = new Float64Array(events)
      run(variables[0], Math.exp(variables[1]), intensities)
      return intensities
    }
  }
}
