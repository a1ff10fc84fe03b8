import { expect, test } from 'vitest'
import { isOver, listRanges } from '../../../../web/cascades/chart/outlook.ts'
import type { Forecast } from '../../../../web/cascades/chart/picture.ts'

const forecast: Forecast = {
  windowSeconds: 600,
  observedEvents: 100,
  method: 'hybrid',
  reason: null,
  median: 150,
  areOptimal: 130,
  point: 130,
  interval: { low: 110, high: 400, coverage: 0.8 },
  quantiles: [
    { share: 0.025, size: 102 },
    { share: 0.25, size: 120 },
    { share: 0.75, size: 250 },
    { share: 0.975, size: 900 }
  ],
  lowerBound: 100,
  scalingFactor: null,
  fit: null,
  weights: [],
  range: null
}
const fit = {
  kernel: 'exponential' as const,
  kappa: 1,
  followerExponent: 0,
  cutoffSeconds: null,
  decay: 1,
  branchingFactor: 0.5,
  directOffspring: 20,
  negLogLikelihood: 0,
  isConverged: true,
  iterations: 1,
  starts: 1,
  boundsHit: []
}

test('lists the ranges of 95, 80 and 50 %', () => {
  expect(listRanges(forecast)).toEqual([
    { coverage: 0.95, low: 102, high: 900 },
    { coverage: 0.8, low: 110, high: 400 },
    { coverage: 0.5, low: 120, high: 250 }
  ])
})

test('a forecast of an earlier release has its interval only, and one without a distribution no range', () => {
  const { quantiles: _, areOptimal: __, ...earlier } = forecast
  expect(listRanges(earlier)).toEqual([forecast.interval])
  expect(listRanges({ ...forecast, quantiles: null, interval: null })).toEqual([])
})

test('a post is over if hardly any growth is expected by the median or by the fit', () => {
  expect(isOver(forecast)).toBe(false)
  expect(isOver({ ...forecast, median: 102 })).toBe(true)
  expect(isOver({ ...forecast, median: 103 })).toBe(false)
  expect(isOver({ ...forecast, fit })).toBe(false)
  expect(isOver({ ...forecast, fit: { ...fit, directOffspring: 0.4 } })).toBe(true)
  expect(isOver({ ...forecast, median: null })).toBe(false)
})
