import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { compileAssembly, powerLawSums } from '../../../deploy/assembly/assembly.ts'
import type { Observation } from '../../../predictors/cascade-size/cascade.ts'
import { powerLawKernel } from '../../../predictors/cascade-size/kernel.ts'
import { buildPowerLawLikelihood } from '../../../predictors/cascade-size/likelihood-power-law.ts'
import { passPlainly } from '../../../predictors/cascade-size/power-law-sums.ts'
import { passOver } from '../../../predictors/cascade-size/power-law-sums-simd.ts'
import { drawObservation, drawVariables, seededRandom } from './random-observation.ts'

afterEach(() => vi.unstubAllGlobals())

function evaluateBoth(observation: Observation, variables: readonly number[]): readonly number[][] {
  return [passPlainly, passOver].map(pass => {
    const likelihood = buildPowerLawLikelihood(observation, pass)
    const { logIntensity, compensator, logIntensityGradient, compensatorGradient } =
      likelihood.evaluate(variables)
    const intensities = likelihood.intensities(variables)
    return [logIntensity, compensator, ...logIntensityGradient, ...compensatorGradient, ...intensities]
  })
}

test('the SIMD pass equals the plain pass up to rounding', () => {
  const random = seededRandom(41)
  for (let trial = 0; trial < 200; trial++) {
    const observation = drawObservation(random, trial < 190 ? 60 : 5000)
    const [plain, simd] = evaluateBoth(observation, drawVariables(random, powerLawKernel))
    const scale = observation.times.length
    plain!.forEach((value, i) => {
      const tolerance = i < 8 ? 1e-9 * Math.max(scale, Math.abs(value)) : 1e-11 * value
      expect(Math.abs(simd![i]! - value)).toBeLessThanOrEqual(tolerance)
    })
  }
})

test('the pass is continuous across blocks: 1023, 1024, 1025 and 2049 events', () => {
  for (const events of [1023, 1024, 1025, 2049]) {
    const observation = {
      times: Float64Array.from({ length: events }, (_, i) => i * 1.5),
      magnitudes: Float64Array.from({ length: events }, (_, i) => i % 100),
      windowSeconds: 4000
    }
    const [plain, simd] = evaluateBoth(observation, [0.4, Math.log(30), 0])
    expect(simd).toHaveLength(8 + events)
    for (let i = 0; i < plain!.length; i++)
      expect(simd![i]! / (plain![i]! || 1)).toBeCloseTo(plain![i] ? 1 : 0, 9)
  }
})

test('interleaved fits do not affect each other', () => {
  const random = seededRandom(42)
  const [first, second] = [drawObservation(random, 50), drawObservation(random, 50)].map(each =>
    buildPowerLawLikelihood(each)
  )
  const variables = [0.3, 3, 0]
  const alone = first!.evaluate(variables).logIntensity
  second!.evaluate(variables)
  expect(first!.evaluate(variables).logIntensity).toBe(alone)
})

test('runs the plain pass where SIMD is not available', async () => {
  vi.resetModules()
  vi.stubGlobal('WebAssembly', { validate: () => false })
  const fresh = await import('../../../predictors/cascade-size/power-law-sums-simd.ts')
  const observation = drawObservation(seededRandom(43), 50)
  const [missing, plain] = [fresh.passOver, passPlainly].map(pass =>
    Array.from(buildPowerLawLikelihood(observation, pass).intensities([0.3, 3, 0]))
  )
  expect(missing).toEqual(plain)
})

test('the committed WebAssembly equals the compiled source', async () => {
  expect(readFileSync(powerLawSums.generatedModule, 'utf8')).toBe(await compileAssembly(powerLawSums))
})
