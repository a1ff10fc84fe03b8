import type { Cascade } from './cascade.ts'
import { countFollowers, kernels } from './kernel.ts'
import type { Process } from './process.ts'

/**
 * lambda(t), events per second expected at each of the non-decreasing `moments` after the events up to and at them.
 * Direct sum: O(events * moments).
 */
export function intensitiesAt(
  { times, magnitudes }: Cascade,
  process: Process,
  moments: ArrayLike<number>
): Float64Array {
  const kernel = kernels[process.kernel]
  const scale = process.kappa / kernel.densityScale(process)
  const masses = magnitudes.map(followers => scale * countFollowers(followers) ** process.followerExponent)
  return Float64Array.from(moments, moment => {
    let intensity = 0
    for (let j = 0; j < times.length && times[j] <= moment; j++)
      intensity += masses[j] * kernel.density(process, moment - times[j])
    return intensity
  })
}
