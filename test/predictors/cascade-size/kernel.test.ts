import { expect, test } from 'vitest'
import {
  branchingFactor,
  densityScaleOf,
  directOffspring,
  exponentialKernel,
  type Kernel,
  type KernelShape,
  powerLawKernel
} from '../../../predictors/cascade-size/kernel.ts'

const cases: readonly (readonly [Kernel, KernelShape])[] = [
  [powerLawKernel, { cutoffSeconds: 1, decay: 0.01 }],
  [powerLawKernel, { cutoffSeconds: 250, decay: 1.3 }],
  [powerLawKernel, { cutoffSeconds: 1e5, decay: 4 }],
  [exponentialKernel, { cutoffSeconds: null, decay: 1e-7 }],
  [exponentialKernel, { cutoffSeconds: null, decay: 0.02 }],
  [exponentialKernel, { cutoffSeconds: null, decay: 1 }]
]

test.each(cases)('$name: the density is the derivative of its integral', (kernel, shape) => {
  for (const seconds of [0.5, 3, 60, 3600]) {
    const step = seconds * 1e-5
    const slope =
      (kernel.integral(shape, seconds + step) - kernel.integral(shape, seconds - step)) / (2 * step)
    const density = kernel.density(shape, seconds)
    // The difference of two integrals keeps 16 digits less those that cancel.
    expect(Math.abs(slope - density)).toBeLessThan(1e-6 * density + 1e-15 / step)
  }
})

test.each(cases)(
  '$name: integral and remainder add up, and quantile undoes the integral',
  (kernel, shape) => {
    for (const probability of [0, 1e-9, 0.1, 0.5, 0.9, 0.999]) {
      const seconds = kernel.quantile(shape, probability)
      expect(kernel.integral(shape, seconds)).toBeCloseTo(probability, 12)
      expect(kernel.integral(shape, seconds) + kernel.remainder(shape, seconds)).toBeCloseTo(1, 14)
    }
  }
)

test.each(cases)('$name: logs lead there and back, inside the bounds', (kernel, shape) => {
  const back = kernel.fromLogs([9, ...kernel.toLogs(shape)], 1)
  expect(back.decay).toBeCloseTo(shape.decay, 12)
  expect(kernel.toLogs(shape)).toHaveLength(kernel.bounds.length)
})

test('the power law agrees with the formulas of the model page', () => {
  // (alpha - 1) kappa / ((alpha - 1 - beta) theta c^theta), at the authors' worked example.
  const [kappa, beta, c, theta] = [1, 1.015493, 250.657531, 1.338108]
  const shape = { cutoffSeconds: c, decay: theta }
  const direct = (kappa * 1.016) / ((1.016 - beta) * theta * c ** theta)
  expect(branchingFactor(kappa / powerLawKernel.densityScale(shape), beta)).toBeCloseTo(direct, 10)
  expect(densityScaleOf(direct, beta)).toBeCloseTo(kappa / powerLawKernel.densityScale(shape), 12)
})

test('the further direct offspring equal A1, with 0 followers counted as 1', () => {
  const observation = {
    times: Float64Array.of(0, 5, 5),
    magnitudes: Float64Array.of(100, 0, 1),
    windowSeconds: 60
  }
  const parameters = { kappa: 3, followerExponent: 0.5, cutoffSeconds: 10, decay: 2 }
  const expected = (3 / 2) * (10 / 70 ** 2 + 2 / 65 ** 2)
  expect(directOffspring(observation, powerLawKernel, parameters)).toBeCloseTo(expected, 14)
})
