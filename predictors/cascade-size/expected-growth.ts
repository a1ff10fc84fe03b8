import type { Observation } from './cascade.ts'
import { countFollowers, kernels } from './kernel.ts'
import type { Process } from './process.ts'

/**
 * M(t), how many events are expected between the window's end and each of the rising `moments` after it:
 * M(t) = A(t) + n* integral of G(t - s) dM(s), with A(t) the direct offspring of the observed events by then. Solved
 * on the moments themselves (midpoint rule: dense moments, or a log grid, keep its error small). M tends to
 * A1/(1 - n*). O(events * moments + moments^2).
 */
export function expectedGrowth(
  observation: Observation,
  process: Process,
  branchingFactor: number,
  moments: ArrayLike<number>
): Float64Array {
  const kernel = kernels[process.kernel]
  const direct = directGrowth(observation, process, moments)
  const growth = new Float64Array(moments.length)
  for (let i = 0; i < moments.length; i++) {
    let descendants = 0
    for (let j = 0; j < i; j++) {
      const step = growth[j] - (growth[j - 1] ?? 0)
      const middle = (moments[j] + (moments[j - 1] ?? observation.windowSeconds)) / 2
      descendants += step * kernel.integral(process, moments[i] - middle)
    }
    // The last step's own descendants: linear in the step, so solved for.
    const before = growth[i - 1] ?? 0
    const half = (moments[i] - (moments[i - 1] ?? observation.windowSeconds)) / 2
    const own = branchingFactor * kernel.integral(process, half)
    growth[i] = before + Math.max(0, direct[i] + branchingFactor * descendants - before) / (1 - own)
  }
  return growth
}

function directGrowth(
  { times, magnitudes, windowSeconds }: Observation,
  process: Process,
  moments: ArrayLike<number>
): Float64Array {
  const kernel = kernels[process.kernel]
  const scale = process.kappa / kernel.densityScale(process)
  const growth = new Float64Array(moments.length)
  for (let j = 0; j < times.length; j++) {
    const mass = scale * countFollowers(magnitudes[j]) ** process.followerExponent
    const before = kernel.remainder(process, windowSeconds - times[j])
    for (let i = 0; i < moments.length; i++)
      growth[i] += mass * (before - kernel.remainder(process, moments[i] - times[j]))
  }
  return growth
}
