import { expect, test } from 'vitest'
import { buildSchemaCheck } from '../../../api/http/validate.ts'
import { Random } from '../../../learners/random.ts'
import { cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'
import { lognormalFollowers } from '../../../predictors/cascade-size/followers.ts'
import { inputSchema, readEvents } from '../../../predictors/cascade-size/observation-input.ts'
import { buildProcess } from '../../../predictors/cascade-size/process.ts'
import { buildSample } from '../../../predictors/cascade-size/sample.ts'
import { estimateInfectiousness } from '../../../predictors/cascade-size/seismic.ts'
import { continueSizes } from '../../../predictors/cascade-size/simulate.ts'
import { expectedGrowth, intensitiesAt } from '../../../web/cascades/chart/process.ts'
import { drawObservation, seededRandom } from './random-observation.ts'

const followers = lognormalFollowers(100, 1)
const process = buildProcess(
  { kernel: 'power-law', branchingFactor: 0.6, followerExponent: 0.4, cutoffSeconds: 100, decay: 1.2 },
  followers
)

/** Every number of a value, at any depth. */
function listNumbers(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listNumbers) : []
}

test('computes finite numbers only, whatever followers are unknown', () => {
  const random = seededRandom(14)
  for (const share of [0, 0.3, 0.9, 1])
    for (let i = 0; i < 10; i++) {
      const drawn = drawObservation(random, i % 2 === 0 ? 4 : 40)
      const magnitudes = drawn.magnitudes.map(each => (random() < share ? Number.NaN : each))
      const observation = { ...drawn, magnitudes }
      const growth = { process, followers, horizonSeconds: 1e6, maximumEvents: 1000 }
      const moments = Float64Array.of(1.1, 2, 5).map(factor => factor * drawn.windowSeconds)
      const found = {
        sample: buildSample(observation, drawn.times.length),
        infectiousness: estimateInfectiousness(observation),
        sizes: continueSizes(observation, growth, 3, new Random(i)),
        intensity: intensitiesAt(observation, process, moments),
        growth: expectedGrowth(observation, process, 0.6, moments)
      }
      const numbers = listNumbers(found)
      expect(numbers.length).toBeGreaterThan(50)
      expect(numbers.every(Number.isFinite), JSON.stringify(found)).toBe(true)
    }
})

test('forecasts an input without followers, and makes a sample of it', async () => {
  const events = Array.from({ length: 30 }, (_, i) => ({ time: i * i }))
  const input = { events, windowSeconds: 900 }
  buildSchemaCheck(cascadeSize.input)(input, '')
  const [result] = await cascadeSize.predict(null, [input], { isCanceled: false })
  expect(result).toMatchObject({ ok: true, output: { observedEvents: 30 } })
  if (result?.ok) buildSchemaCheck(cascadeSize.output)(result.output, '')
  buildSchemaCheck(cascadeSize.sampleSchema)(cascadeSize.sample(input, { finalSize: 40 }), '')
})

test('reads a missing and a null magnitude as unknown, which is not 0', () => {
  const events = [
    { time: 0, magnitude: 0 },
    { time: 1 },
    { time: 2, magnitude: null },
    { time: 3, magnitude: 7 }
  ]
  buildSchemaCheck(inputSchema)({ events }, '')
  const read = readEvents(events)
  expect(read.ok && [...read.cascade.magnitudes]).toEqual([0, Number.NaN, Number.NaN, 7])
})

test('still rejects a magnitude that is no number of followers', () => {
  for (const magnitude of [-1, Number.POSITIVE_INFINITY, Number.NaN])
    expect(readEvents([{ time: 0, magnitude }])).toEqual({
      ok: false,
      field: 'events/0/magnitude',
      reason: 'must be a number of followers, 0 or more; omit it if it is unknown'
    })
})
