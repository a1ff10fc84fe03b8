import { expect, test } from 'vitest'
import type { Forecast } from '../../../predictors/cascade-size/forecast.ts'
import { roundSizes } from '../../../predictors/cascade-size/round-sizes.ts'

const forecast: Forecast = {
  windowSeconds: 300,
  observedEvents: 10,
  method: 'hybrid',
  reason: null,
  point: 10.000000000000002,
  median: 12.5,
  interval: { low: 9.4, high: 123.456, coverage: 0.8 },
  lowerBound: 10,
  scalingFactor: null,
  fit: null,
  weights: [],
  range: null
}

test('answers whole sizes, none below the observed events', () => {
  expect(roundSizes(forecast)).toEqual({
    ...forecast,
    point: 10,
    median: 13,
    interval: { low: 10, high: 123, coverage: 0.8 }
  })
  const nothing = { ...forecast, point: null, median: null, interval: null }
  expect(roundSizes(nothing)).toEqual(nothing)
})
