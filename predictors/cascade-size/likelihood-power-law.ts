import type { Observation } from './cascade.ts'
import { countFollowers, powerLawKernel } from './kernel.ts'
import { buildSums, type Likelihood } from './likelihood.ts'
import { buildPowerLawNodes, weighNodes } from './power-law-nodes.ts'

/**
 * The likelihood of the power law in O(n): one running sum a node of power-law-nodes, R <- e^(-s dt) (R + m^beta), and
 * one with each term times log m for the gradient by beta. The gradient by c and theta is collected by node,
 * Q_k = sum_i R_k(t_i) / lambda_i, and weighed at the end. 16 bytes an event; 24 to 60 nodes an event.
 * Intensities agree with the exact ones to 1e-7 relative.
 */
export function buildPowerLawLikelihood(observation: Observation): Likelihood {
  const { times, magnitudes, windowSeconds } = observation
  const events = times.length
  const logFollowers = Float64Array.from(magnitudes, magnitude => Math.log(countFollowers(magnitude)))
  const nodes = buildPowerLawNodes(windowSeconds, powerLawKernel.bounds[0]!.low)
  const { weights, cutoffWeights, decayWeights, still } = nodes
  const running = new Float64Array(weights.length)
  const runningLog = new Float64Array(weights.length)
  const collected = new Float64Array(weights.length)
  const sums = buildSums(powerLawKernel)

  function run(followerExponent: number, intensities: Float64Array | null): void {
    const { count, lowest } = nodes
    running.fill(0)
    runningLog.fill(0)
    collected.fill(0)
    // The node s = 0 does not decay; `aged` is its integral over time, sum_j m_j^beta (t - t_j).
    let total = 0
    let totalLog = 0
    let aged = 0
    let agedLog = 0
    let stillCollected = 0
    let logIntensity = 0
    let exponentGradient = 0
    for (let i = 1; i <= events; i++) {
      const gap = (i < events ? times[i]! : windowSeconds) - times[i - 1]!
      const logWeight = logFollowers[i - 1]!
      const weight = Math.exp(followerExponent * logWeight)
      const weightLog = weight * logWeight
      total += weight
      totalLog += weightLog
      aged += total * gap
      agedLog += totalLog * gap
      let even = Math.exp(-lowest * gap)
      let odd = Math.exp(-lowest * Math.SQRT2 * gap)
      let intensity = still[0]! * total
      let intensityLog = still[0]! * totalLog
      for (let k = 0; k < count; k += 2) {
        const first = even * (running[k]! + weight)
        const second = odd * (running[k + 1]! + weight)
        const firstLog = even * (runningLog[k]! + weightLog)
        const secondLog = odd * (runningLog[k + 1]! + weightLog)
        running[k] = first
        running[k + 1] = second
        runningLog[k] = firstLog
        runningLog[k + 1] = secondLog
        intensity += weights[k]! * first + weights[k + 1]! * second
        intensityLog += weights[k]! * firstLog + weights[k + 1]! * secondLog
        even *= even
        odd *= odd
      }
      if (i === events) break
      if (intensities) intensities[i] = intensity
      logIntensity += Math.log(intensity)
      exponentGradient += intensityLog / intensity
      const share = 1 / intensity
      stillCollected += share * total
      for (let k = 0; k < count; k++) collected[k]! += share * running[k]!
    }

    // At the window's end the running sums give the compensator: the node s contributes w (1 - e^(-s x)) / s.
    let [cutoffGradient, decayGradient] = [still[1]! * stillCollected, still[2]! * stillCollected]
    sums.compensator = still[0]! * aged
    sums.compensatorGradient[0] = still[0]! * agedLog
    sums.compensatorGradient[1] = still[1]! * aged
    sums.compensatorGradient[2] = still[2]! * aged
    for (let k = 0; k < count; k++) {
      cutoffGradient += cutoffWeights[k]! * collected[k]!
      decayGradient += decayWeights[k]! * collected[k]!
      const node = lowest * 2 ** (k / 2)
      const gone = (total - running[k]!) / node
      sums.compensator += weights[k]! * gone
      sums.compensatorGradient[0]! += (weights[k]! * (totalLog - runningLog[k]!)) / node
      sums.compensatorGradient[1]! += cutoffWeights[k]! * gone
      sums.compensatorGradient[2]! += decayWeights[k]! * gone
    }
    sums.logIntensity = logIntensity
    sums.logIntensityGradient[0] = exponentGradient
    sums.logIntensityGradient[1] = cutoffGradient
    sums.logIntensityGradient[2] = decayGradient
  }

  return {
    kernel: powerLawKernel,
    events,
    evaluate: variables => {
      weighNodes(nodes, Math.exp(variables[1]!), Math.exp(variables[2]!))
      run(variables[0]!, null)
      return sums
    },
    intensities: variables => {
      const intensities = new Float64Array(events)
      weighNodes(nodes, Math.exp(variables[1]!), Math.exp(variables[2]!))
      run(variables[0]!, intensities)
      return intensities
    }
  }
}
