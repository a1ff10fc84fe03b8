import { expect, test } from 'vitest'
import type { Forecast } from '../../../predictors/cascade-size/forecast.ts'
import { roundSizes } from '../../../predictors/cascade-size/round-sizes.ts'

const forecast: Forecast = {
  windowSeconds: 300,
  observedEvents: 10,
  method: 'hybrid',
  reason: null,
  areOptimal: 10.000000000000002,
  point: 10.000000000000002,
  median: 12.5,
  interval: { low: 9.4, high: 123.456, coverage: 0.8 },
  quantiles: [
    { share: 0.1, size: 9.4 },
    { share: 0.5, size: 12.5 }
  ],
  lowerBound: 10,
  scalingFactor: null,
  fit: null,
  reasons: { base: 5, groups: [{ name: 'count', title: 'How many', contribution: 0.5, factor: 1.649 }] },
  similar: [],
  weights: [],
  flags: [],
  followers: 'all',
  trainedOn: null,
  calibration: null,
  range: null
}

test('answers whole sizes, none below the observed events', () => {
  expect(roundSizes(forecast)).toEqual({
    ...forecast,
    areOptimal: 10,
    point: 10,
    median: 13,
    interval: { low: 10, high: 123, coverage: 0.8 },
    quantiles: [
      { share: 0.1, size: 10 },
      { share: 0.5, size: 13 }
    ],
    reasons: {
      base: 5,
      groups: [
        forecast.reasons!.groups[0],
        {
          name: 'adjustment',
          title: 'Adjustment to the most similar cascades',
          contribution: Math.log(13) - (Math.log(5) + 0.5),
          factor: 1.577
        }
      ]
    }
  })
  const nothing = {
    ...forecast,
    areOptimal: null,
    point: null,
    median: null,
    interval: null,
    quantiles: null,
    reasons: null
  }
  expect(roundSizes(nothing)).toEqual(nothing)
})
