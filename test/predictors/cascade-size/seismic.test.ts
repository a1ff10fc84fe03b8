import { expect, test } from 'vitest'
import {
  estimateInfectiousness,
  forecastBySeismic,
  integrateMemory
} from '../../../predictors/cascade-size/seismic.ts'
import { drawObservation, seededRandom } from './random-observation.ts'

/** phi of the published code: C up to 300 s, then C (u/300)^-(1 + h). */
function memory(seconds: number): number {
  return 6.265725e-4 * (seconds <= 300 ? 1 : (seconds / 300) ** -1.2314843)
}

function integrate(f: (x: number) => number, low: number, high: number, steps = 20_000): number {
  const width = (high - low) / steps
  let sum = 0
  for (let i = 0; i < steps; i++) sum += f(low + (i + 0.5) * width)
  return sum * width
}

test('the memory is a density, and its integral that of the published kernel', () => {
  expect(integrateMemory(1e30)).toBeCloseTo(1, 5)
  for (const seconds of [0, 100, 300, 301, 4000])
    expect(integrateMemory(seconds)).toBeCloseTo(integrate(memory, 0, seconds), 6)
})

test('the infectiousness equals numerical integrals of the triangle times the memory', () => {
  const random = seededRandom(4)
  for (let i = 0; i < 10; i++) {
    const drawn = drawObservation(random, 40)
    const observation = { ...drawn, windowSeconds: Math.min(7200, drawn.windowSeconds) }
    const { windowSeconds } = observation
    const times = drawn.times.map(time => Math.floor((time / drawn.windowSeconds) * windowSeconds))
    const usual = Math.min(7200, Math.max(300, windowSeconds / 2))
    const inside = times.filter(time => time >= windowSeconds - usual).length
    const width = inside >= 5 ? usual : windowSeconds - times[Math.max(0, times.length - 6)]!
    let weighted = 0
    let exposures = 0
    times.forEach((time, j) => {
      const age = windowSeconds - time
      if (j > 0) weighted += Math.max(0, 1 - age / width)
      const triangle = (at: number) => Math.max(0, 1 - (windowSeconds - at) / width) * memory(at - time)
      exposures += Math.max(1, observation.magnitudes[j]!) * integrate(triangle, time, windowSeconds, 4000)
    })
    expect(estimateInfectiousness({ ...observation, times }) / (weighted / exposures)).toBeCloseTo(1, 3)
  }
})

test('gives no forecast for an infinite cascade, and at least the observed events otherwise', () => {
  const silent = { times: Float64Array.of(0), magnitudes: Float64Array.of(500), windowSeconds: 600 }
  expect(forecastBySeismic(silent)).toBe(1)
  const times = Float64Array.from({ length: 50 }, (_, i) => i)
  expect(forecastBySeismic({ times, magnitudes: new Float64Array(50), windowSeconds: 60 })).toBeNull()
})
