import { expect, test } from 'vitest'
import { interpolateRanks, quantileShares } from '../../../predictors/cascade-size/quantiles.ts'

const rankOf = (share: number, low: number, high: number) =>
  interpolateRanks(low, high)[quantileShares.indexOf(share)]

test('ranks that need no calibration equal their shares', () => {
  interpolateRanks(0.1, 0.9).forEach((rank, i) => {
    expect(rank).toBeCloseTo(quantileShares[i]!, 12)
  })
})

test('ranks are interpolated between the calibrated ones, the middle and the ends', () => {
  expect([0.1, 0.5, 0.9].map(share => rankOf(share, 0.06, 0.98))).toEqual([0.06, 0.5, 0.98])
  expect(rankOf(0.025, 0.06, 0.98)).toBeCloseTo(0.015, 12)
  expect(rankOf(0.3, 0.06, 0.98)).toBeCloseTo(0.28, 12)
  expect(rankOf(0.95, 0.06, 0.98)).toBeCloseTo(0.99, 12)
})

test.each([
  [0, 1],
  [0.6, 0.95],
  [0.01, 0.4],
  [1, 1],
  [0, 0]
])('the ranks for low rank %d and high rank %d are ascending, from 0 to 1', (low, high) => {
  const ranks = interpolateRanks(low, high)
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
  expect(Math.min(...ranks)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...ranks)).toBeLessThanOrEqual(1)
})
