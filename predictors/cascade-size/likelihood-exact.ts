import type { Observation } from './cascade.ts'
import { countFollowers, type Kernel } from './kernel.ts'
import { buildSums, type Likelihood } from './likelihood.ts'

/** The likelihood by its definition, for any kernel. Tests compare the others with it. O(n^2) time, O(n) memory. */
export function buildExactLikelihood(observation: Observation, kernel: Kernel): Likelihood {
  const { times, magnitudes, windowSeconds } = observation
  const events = times.length
  const logFollowers = magnitudes.map(each => Math.log(countFollowers(each)))
  const weights = new Float64Array(events)
  const sums = buildSums(kernel)
  const dimensions = sums.compensatorGradient.length
  const shapeGradient = new Float64Array(kernel.bounds.length)
  const gradient = new Float64Array(dimensions)

  function weigh(followerExponent: number): void {
    for (let j = 0; j < events; j++) weights[j] = Math.exp(followerExponent * logFollowers[j])
  }

  return {
    kernel,
    events,
    evaluate: variables => {
      const shape = kernel.fromLogs(variables, 1)
      weigh(variables[0])
      sums.logIntensity = 0
      sums.compensator = 0
      sums.logIntensityGradient.fill(0)
      sums.compensatorGradient.fill(0)
      for (let i = 1; i < events; i++) {
        let intensity = 0
        gradient.fill(0)
        for (let j = 0; j < i; j++) {
          const elapsed = times[i] - times[j]
          const term = weights[j] * kernel.density(shape, elapsed)
          kernel.logDensityGradient(shape, elapsed, shapeGradient)
          intensity += term
          gradient[0] += term * logFollowers[j]
          for (let d = 1; d < dimensions; d++) gradient[d] += term * shapeGradient[d - 1]
        }
        sums.logIntensity += Math.log(intensity)
        for (let d = 0; d < dimensions; d++) sums.logIntensityGradient[d] += gradient[d] / intensity
      }
      for (let j = 0; j < events; j++) {
        const elapsed = windowSeconds - times[j]
        const expected = weights[j] * kernel.integral(shape, elapsed)
        kernel.integralGradient(shape, elapsed, shapeGradient)
        sums.compensator += expected
        sums.compensatorGradient[0] += expected * logFollowers[j]
        for (let d = 1; d < dimensions; d++) sums.compensatorGradient[d] += weights[j] * shapeGradient[d - 1]
      }
      return sums
    },
    intensities: variables => {
      const shape = kernel.fromLogs(variables, 1)
      weigh(variables[0])
      const intensities = new Float64Array(events)
      for (let i = 1; i < events; i++)
        for (let j = 0; j < i; j++) intensities[i] += weights[j] * kernel.density(shape, times[i] - times[j])
      return intensities
    }
  }
}
