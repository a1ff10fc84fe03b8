import type { PowerLawNodes } from './power-law-nodes.ts'

/** The events of a pass. gaps[i]: seconds from event i to event i + 1, or to the end of the window. */
interface PowerLawEvents {
  readonly gaps: Float64Array
  readonly logFollowers: Float64Array
}

/** The result of one pass over the events. Arrays are by node. */
interface PowerLawSums {
  /** R_k = sum_j m_j^beta e^(-s_k (T - t_j)); runningLog: with each term times log m_j. */
  readonly running: Float64Array
  readonly runningLog: Float64Array
  /** Q_k = sum_i R_k(t_i) / lambda_i. */
  readonly collected: Float64Array
  /** The node s = 0: sum_j m_j^beta, its integral over time, its Q; `Log` as above. */
  total: number
  totalLog: number
  aged: number
  agedLog: number
  stillCollected: number
  /** sum_i log lambda_i and its derivative by beta. */
  logIntensity: number
  exponentGradient: number
}

/**
 * Runs one pass: R <- e^(-s dt) (R + m^beta) for every node and event, with the weights of `nodes`. Writes lambda_i at
 * scale k = 1 to intensities[i], unless that is null.
 */
export type PassOver = (
  events: PowerLawEvents,
  nodes: PowerLawNodes,
  followerExponent: number,
  sums: PowerLawSums,
  intensities: Float64Array | null
) => void

export function buildPowerLawSums(nodes: number): PowerLawSums {
  return {
    running: new Float64Array(nodes),
    runningLog: new Float64Array(nodes),
    collected: new Float64Array(nodes),
    total: 0,
    totalLog: 0,
    aged: 0,
    agedLog: 0,
    stillCollected: 0,
    logIntensity: 0,
    exponentGradient: 0
  }
}

/** The pass in plain TypeScript. It runs where SIMD is not available, and tests compare the SIMD pass with it. */
export const passPlainly: PassOver = (events, nodes, followerExponent, sums, intensities) => {
  const { gaps, logFollowers } = events
  const { count, lowest, weights, still } = nodes
  const { running, runningLog, collected } = sums
  running.fill(0)
  runningLog.fill(0)
  collected.fill(0)
  let [total, totalLog, aged, agedLog] = [0, 0, 0, 0]
  let [stillCollected, logIntensity, exponentGradient] = [0, 0, 0]
  for (let i = 0; i < gaps.length; i++) {
    const gap = gaps[i]
    const weight = Math.exp(followerExponent * logFollowers[i])
    const weightLog = weight * logFollowers[i]
    total += weight
    totalLog += weightLog
    aged += total * gap
    agedLog += totalLog * gap
    let even = Math.exp(-lowest * gap)
    let odd = Math.exp(-lowest * Math.SQRT2 * gap)
    let intensity = still[0] * total
    let intensityLog = still[0] * totalLog
    for (let k = 0; k < count; k += 2) {
      const first = even * (running[k] + weight)
      const second = odd * (running[k + 1] + weight)
      const firstLog = even * (runningLog[k] + weightLog)
      const secondLog = odd * (runningLog[k + 1] + weightLog)
      running[k] = first
      running[k + 1] = second
      runningLog[k] = firstLog
      runningLog[k + 1] = secondLog
      intensity += weights[k] * first + weights[k + 1] * second
      intensityLog += weights[k] * firstLog + weights[k + 1] * secondLog
      even *= even
      odd *= odd
    }
    if (i === gaps.length - 1) break // the window's end
    if (intensities) intensities[i + 1] = intensity
    const share = 1 / intensity
    logIntensity += Math.log(intensity)
    exponentGradient += share * intensityLog
    stillCollected += share * total
    for (let k = 0; k < count; k++) collected[k] += share * running[k]
  }
  Object.assign(sums, { total, totalLog, aged, agedLog, stillCollected, logIntensity, exponentGradient })
}
