import { logGamma } from './gamma-function.ts'

/**
 * The power-law density as a sum of exponentials on nodes that depend only on the window:
 *
 *   theta c^theta (x + c)^-p = theta c^theta / Gamma(p) * integral of s^p e^(-s(x + c)) d log s,   p = 1 + theta,
 *
 * by the trapezoid rule on s_k = s_0 2^(k/2), k >= 0. The step log(2)/2 has an error of 4e-8 at theta = 4, and less below.
 * With this step e^(-s_(k+2) dt) is the square of e^(-s_k dt): each event needs two exponentials, the others are products.
 * Nodes below s_0 = floor/T vary little within a window. They are folded into s = 0 and the first four nodes by Lagrange
 * interpolation of e^(-s x) in s (error below 1e-8 of the density). Nodes far above 1/c have no weight and are omitted.
 */
export interface PowerLawNodes {
  /** s_0 and the step: s_k = lowest 2^(k/2), per second. */
  readonly lowest: number
  /** The weight of each node for the (c, theta) of the last `weighNodes`, and its derivatives by log c and log theta. */
  readonly weights: Float64Array
  readonly cutoffWeights: Float64Array
  readonly decayWeights: Float64Array
  /** The same three for the node s = 0. */
  readonly still: Float64Array
  /** The number of nodes with a weight: even. */
  count: number
}

const step = Math.LN2 / 2
/** s_0 T. */
const floor = 0.06
/** The number of folded nodes. The lowest has at most 2^-40 of the weight of s_0. */
const foldedNodes = 80
const targets = 4
/** Weights below this share of g(0) are omitted. */
const minShare = 1e-11
/** s c of the highest node that can be needed: the share of g(0) above it is below 1e-11 at theta = 4. */
const highest = 48

/** folding[k * 5 + j]: the Lagrange weight of target j (0: s = 0, 1..4: the first nodes) at s_0 2^(-(k + 1)/2). */
const folding = tabulateFolding()

/** Builds the nodes for a window and all cutoffs of at least `lowestCutoffSeconds`. */
export function buildPowerLawNodes(windowSeconds: number, lowestCutoffSeconds: number): PowerLawNodes {
  const lowest = floor / windowSeconds
  const needed = Math.ceil(Math.log(highest / (lowestCutoffSeconds * lowest)) / step) + 1
  const size = Math.max(targets, needed + (needed % 2))
  return {
    lowest,
    weights: new Float64Array(size),
    cutoffWeights: new Float64Array(size),
    decayWeights: new Float64Array(size),
    still: new Float64Array(3),
    count: targets
  }
}

/** Sets the weights for cutoff c (seconds) and exponent theta. Takes about 2 µs. */
export function weighNodes(nodes: PowerLawNodes, cutoff: number, theta: number): void {
  const { weights, cutoffWeights, decayWeights, still } = nodes
  const exponent = 1 + theta
  const gamma = logGamma(exponent)
  const logFront = Math.log((step * theta) / cutoff) - gamma.value
  const logLowest = Math.log(nodes.lowest * cutoff)
  const smallest = (minShare * theta) / cutoff

  let count = 0
  for (; count < weights.length; count++) {
    const logScaled = logLowest + count * step
    const scaled = Math.exp(logScaled)
    const weight = Math.exp(logFront + exponent * logScaled - scaled)
    if (weight < smallest && scaled > exponent && count >= targets && count % 2 === 0) break
    weights[count] = weight
    cutoffWeights[count] = weight * (theta - scaled)
    decayWeights[count] = weight * (1 + theta * (logScaled - gamma.derivative))
  }
  nodes.count = count
  still.fill(0)
  for (let k = 0; k < foldedNodes; k++) {
    const logScaled = logLowest - (k + 1) * step
    const scaled = Math.exp(logScaled)
    const weight = Math.exp(logFront + exponent * logScaled - scaled)
    const cutoffWeight = weight * (theta - scaled)
    const decayWeight = weight * (1 + theta * (logScaled - gamma.derivative))
    still[0] += folding[k * 5] * weight
    still[1] += folding[k * 5] * cutoffWeight
    still[2] += folding[k * 5] * decayWeight
    for (let j = 0; j < targets; j++) {
      weights[j] += folding[k * 5 + j + 1] * weight
      cutoffWeights[j] += folding[k * 5 + j + 1] * cutoffWeight
      decayWeights[j] += folding[k * 5 + j + 1] * decayWeight
    }
  }
}

function tabulateFolding(): Float64Array {
  const places = [0, 1, Math.SQRT2, 2, 2 * Math.SQRT2]
  const table = new Float64Array(foldedNodes * 5)
  for (let k = 0; k < foldedNodes; k++) {
    const place = 2 ** (-(k + 1) / 2)
    places.forEach((target, j) => {
      let weight = 1
      places.forEach((other, o) => {
        if (o !== j) weight *= (place - other) / (target - other)
      })
      table[k * 5 + j] = weight
    })
  }
  return table
}
