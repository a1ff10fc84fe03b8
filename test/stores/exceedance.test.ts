import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findExceedance, isQuantiles } from '../../stores/exceedance.ts'

const quantiles = [
  { share: 0.1, size: 10 },
  { share: 0.5, size: 100 },
  { share: 0.8, size: 200 },
  { share: 0.9, size: 400 }
]

test('the probability at a quantile is its complement', () => {
  for (const { share, size } of quantiles)
    expect(findExceedance(quantiles, size, 5)).toBeCloseTo(1 - share, 12)
})

test('between quantiles the probability is interpolated on the log scale', () => {
  expect(findExceedance(quantiles, Math.sqrt(10 * 100), 5)).toBeCloseTo(0.7, 12)
  expect(findExceedance(quantiles, Math.sqrt(5 * 10), 5)).toBeCloseTo(0.95, 12)
})

test('the probability is 1 below the smallest possible value and at it', () => {
  expect([4.99, 0, -3].map(value => findExceedance(quantiles, value, 5))).toEqual([1, 1, 1])
  expect(findExceedance(quantiles, 5, 5)).toBe(1)
})

test('the share of quantiles at the smallest possible value is the probability of exactly that value', () => {
  const ended = [
    { share: 0.1, size: 5 },
    { share: 0.6, size: 5 },
    { share: 0.9, size: 50 }
  ]
  expect(findExceedance(ended, 5, 5)).toBeCloseTo(0.4, 12)
  expect(findExceedance(ended, 4, 5)).toBe(1)
})

test('the tail continues at the rate of the last two quantiles, and ends where they are equal', () => {
  expect(findExceedance(quantiles, 800, 5)).toBeCloseTo(0.05, 12)
  expect(findExceedance(quantiles, 1600, 5)).toBeCloseTo(0.025, 12)
  const narrow = quantiles.map(({ share }) => ({ share, size: 7 }))
  expect([6, 7, 8].map(value => findExceedance(narrow, value, 7))).toEqual([1, expect.closeTo(0.1, 12), 0])
})

test('quantiles that are not all positive are interpolated linearly', () => {
  const linear = [
    { share: 0.25, size: -1 },
    { share: 0.75, size: 1 }
  ]
  expect(findExceedance(linear, 0, null)).toBeCloseTo(0.5, 12)
  expect(findExceedance(linear, -3, null)).toBeCloseTo(1 - 0.25 / 3, 12)
  expect([0, -1].map(value => findExceedance(quantiles, value, null))).toEqual([1, 1])
})

test('the probability is between 0 and 1 and never increases with the value', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 2, maxLength: 17 })
  const values = fc.tuple(
    fc.double({ min: 0, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 1e6, noNaN: true })
  )
  fc.assert(
    fc.property(sizes, values, fc.boolean(), (drawn, pair, hasMin) => {
      const sorted = drawn.toSorted((a, b) => a - b)
      const own = sorted.map((size, i) => ({ share: (i + 1) / (sorted.length + 1), size }))
      const min = hasMin ? sorted[0]! : null
      const [low, high] = pair.toSorted((a, b) => a - b).map(value => findExceedance(own, value, min))
      expect(low).toBeLessThanOrEqual(1)
      expect(high).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(low! + 1e-12)
    })
  )
})

test('recognises quantiles in ascending order only', () => {
  expect(isQuantiles(quantiles)).toBe(true)
  const none = [
    null,
    undefined,
    [],
    quantiles.slice(0, 1),
    quantiles.toReversed(),
    [{ share: 0.1 }, { size: 1 }]
  ]
  expect(none.map(isQuantiles)).toEqual(none.map(() => false))
  expect(isQuantiles([{ share: 0, size: 1 }, ...quantiles])).toBe(false)
})
