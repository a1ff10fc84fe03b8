import { expect, test } from 'vitest'
import type { Observation } from '../../../predictors/cascade-size/cascade.ts'
import { exponentialKernel, type Kernel, powerLawKernel } from '../../../predictors/cascade-size/kernel.ts'
import type { Likelihood } from '../../../predictors/cascade-size/likelihood.ts'
import { buildExactLikelihood } from '../../../predictors/cascade-size/likelihood-exact.ts'
import { buildExponentialLikelihood } from '../../../predictors/cascade-size/likelihood-exponential.ts'
import { buildPowerLawLikelihood } from '../../../predictors/cascade-size/likelihood-power-law.ts'
import { drawObservation, drawVariables, seededRandom } from './random-observation.ts'

const fast: readonly (readonly [string, Kernel, (observation: Observation) => Likelihood])[] = [
  ['power law', powerLawKernel, buildPowerLawLikelihood],
  ['exponential', exponentialKernel, buildExponentialLikelihood]
]

test.each(fast)(
  '%s: every intensity of the O(n) form agrees with the exact one to 1e-6',
  (_, kernel, build) => {
    const random = seededRandom(11)
    let worst = 0
    for (let trial = 0; trial < 300; trial++) {
      const observation = drawObservation(random, 60)
      const variables = drawVariables(random, kernel)
      const exact = buildExactLikelihood(observation, kernel)
      const linear = build(observation)
      const expected = exact.intensities(variables)
      const actual = linear.intensities(variables)
      // Below 1e-290 the exact exponential form itself runs out of digits.
      for (let i = 1; i < expected.length; i++)
        if (expected[i]! > 1e-290) worst = Math.max(worst, Math.abs(actual[i]! / expected[i]! - 1))
      const compensator = exact.evaluate(variables).compensator
      worst = Math.max(worst, Math.abs(linear.evaluate(variables).compensator / compensator - 1))
    }
    expect(worst).toBeLessThan(1e-6)
  }
)

test.each([
  ...fast,
  ['exact power law', powerLawKernel, observation => buildExactLikelihood(observation, powerLawKernel)],
  [
    'exact exponential',
    exponentialKernel,
    observation => buildExactLikelihood(observation, exponentialKernel)
  ]
] satisfies typeof fast)('%s: gradients agree with finite differences', (_, kernel, build) => {
  const random = seededRandom(12)
  for (let trial = 0; trial < 60; trial++) {
    const likelihood = build(drawObservation(random, 40))
    const variables = drawVariables(random, kernel)
    const at = likelihood.evaluate(variables)
    if (!Number.isFinite(at.logIntensity)) continue
    const gradients = [...at.logIntensityGradient, ...at.compensatorGradient]
    const differences = [
      ...differentiate(variables, shifted => likelihood.evaluate(shifted).logIntensity),
      ...differentiate(variables, shifted => likelihood.evaluate(shifted).compensator)
    ]
    gradients.forEach((gradient, d) => {
      expect(Math.abs(gradient - differences[d]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(gradient)))
    })
  }
})

test.each(fast)('%s: at beta = 0 followers change nothing, and none are dropped', (_, kernel, build) => {
  const { times, windowSeconds } = drawObservation(seededRandom(13), 40)
  const variables = [0, ...kernel.bounds.map(bound => Math.log(bound.low * bound.high) / 2)]
  const crowd = { times, windowSeconds, magnitudes: times.map((_, i) => 10 ** (i % 8)) }
  const nobody = { times, windowSeconds, magnitudes: times.map((_, i) => i % 2) }
  const [first, second] = [build(crowd).evaluate(variables), build(nobody).evaluate(variables)]
  expect(first.logIntensity).toBe(second.logIntensity)
  expect(first.compensator).toBe(second.compensator)
  expect(first.logIntensity).toBeCloseTo(
    buildExactLikelihood(nobody, kernel).evaluate(variables).logIntensity,
    4
  )
})

test('events at equal times have earlier events of the same time as parents', () => {
  const observation = {
    times: new Float64Array(4),
    magnitudes: Float64Array.of(9, 1, 4, 1),
    windowSeconds: 60
  }
  const shape = { cutoffSeconds: 5, decay: 1 }
  const density = powerLawKernel.density(shape, 0)
  const intensities = buildPowerLawLikelihood(observation).intensities([0.5, ...powerLawKernel.toLogs(shape)])
  ;[0, 3, 4, 6].forEach((weight, i) => {
    expect(intensities[i]! / density).toBeCloseTo(weight, 6)
  })
})

/** Derivatives by central differences of fourth order, for functions whose values may be large. */
function differentiate(at: readonly number[], value: (variables: readonly number[]) => number): number[] {
  const step = 1e-3
  return at.map((_, d) => {
    const shifted = (by: number) => value(at.map((each, e) => (e === d ? each + by * step : each)))
    return (8 * (shifted(1) - shifted(-1)) - (shifted(2) - shifted(-2))) / (12 * step)
  })
}
