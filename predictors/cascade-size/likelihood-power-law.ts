import type { Observation } from './cascade.ts'
import { countFollowers, powerLawKernel } from './kernel.ts'
import { buildSums, type Likelihood } from './likelihood.ts'
import { buildPowerLawNodes, weighNodes } from './power-law-nodes.ts'
import { buildPowerLawSums, type PassOver } from './power-law-sums.ts'
import { passOver } from './power-law-sums-simd.ts'

/**
 * The likelihood of the power law in O(n). Each node of power-law-nodes has a running sum R <- e^(-s dt) (R + m^beta), and one
 * with each term times log m for the gradient by beta. The gradient by c and theta is collected by node,
 * Q_k = sum_i R_k(t_i) / lambda_i, and weighted at the end. 16 bytes and 24 to 60 nodes for each event.
 * The intensities differ from the exact ones by at most 1e-7, relative.
 */
export function buildPowerLawLikelihood(observation: Observation, pass: PassOver = passOver): Likelihood {
  const events = observation.times.length
  const gaps = toGaps(observation)
  const logFollowers = observation.magnitudes.map(each => Math.log(countFollowers(each)))
  const nodes = buildPowerLawNodes(observation.windowSeconds, powerLawKernel.bounds[0].low)
  const { weights, cutoffWeights, decayWeights, still } = nodes
  const running = buildPowerLawSums(weights.length)
  const sums = buildSums(powerLawKernel)
  const { logIntensityGradient, compensatorGradient } = sums

  function run(variables: ArrayLike<number>, intensities: Float64Array | null): void {
    weighNodes(nodes, Math.exp(variables[1]), Math.exp(variables[2]))
    pass({ gaps, logFollowers }, nodes, variables[0], running, intensities)
    const { total, totalLog, aged, agedLog, stillCollected } = running
    sums.logIntensity = running.logIntensity
    logIntensityGradient[0] = running.exponentGradient
    logIntensityGradient[1] = still[1] * stillCollected
    logIntensityGradient[2] = still[2] * stillCollected
    // The running sums at the end of the window give the compensator: node s contributes w (1 - e^(-s x)) / s.
    sums.compensator = still[0] * aged
    compensatorGradient[0] = still[0] * agedLog
    compensatorGradient[1] = still[1] * aged
    compensatorGradient[2] = still[2] * aged
    for (let k = 0; k < nodes.count; k++) {
      logIntensityGradient[1] += cutoffWeights[k] * running.collected[k]
      logIntensityGradient[2] += decayWeights[k] * running.collected[k]
      const node = nodes.lowest * 2 ** (k / 2)
      const gone = (total - running.running[k]) / node
      sums.compensator += weights[k] * gone
      compensatorGradient[0] += (weights[k] * (totalLog - running.runningLog[k])) / node
      compensatorGradient[1] += cutoffWeights[k] * gone
      compensatorGradient[2] += decayWeights[k] * gone
    }
  }

  return {
    kernel: powerLawKernel,
    events,
    evaluate: variables => {
      run(variables, null)
      return sums
    },
    intensities: variables => {
      const intensities = new Float64Array(events)
      run(variables, intensities)
      return intensities
    }
  }
}

/** The seconds from each event to the next, or to the end of the window. */
function toGaps({ times, windowSeconds }: Observation): Float64Array {
  return times.map((time, i) => (i + 1 < times.length ? times[i + 1] : windowSeconds) - time)
}
