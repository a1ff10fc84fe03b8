import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantileShares } from '../../../predictors/cascade-size/quantiles.ts'
import { estimateUntrained } from '../../../predictors/cascade-size/untrained-estimate.ts'

test('at full rate in the first hour it is three times what was seen; at the table, its quantiles', () => {
  const { areOptimal, sizes } = estimateUntrained(300, 99, 99)
  expect(areOptimal).toBe(297)
  const at = (share: number) => sizes[quantileShares.indexOf(share)]
  expect([at(0.1), at(0.5), at(0.9)]).toEqual([198, 1287, 99 * 116])
})

test('a cascade without recent events stays nearly as it is', () => {
  const { areOptimal, sizes } = estimateUntrained(86_400, 999, 0)
  expect(areOptimal).toBeCloseTo(1000, -1)
  expect(sizes.at(-1)).toBeLessThan(1.05 * 999)
})

test('sizes are finite, ascending and never below what was seen; more recent events never lower them', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 60, max: 604_800, noNaN: true }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (windowSeconds, count, share) => {
        const later = Math.floor(share * (count - 1))
        const { areOptimal, sizes } = estimateUntrained(windowSeconds, count, later)
        expect(areOptimal).toBeGreaterThanOrEqual(count)
        expect(sizes).toHaveLength(quantileShares.length)
        expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
        expect(sizes[0]).toBeGreaterThanOrEqual(count)
        expect(sizes.at(-1)).toBeLessThan(Infinity)
        const faster = estimateUntrained(windowSeconds, count, Math.min(count, later + 1))
        expect(faster.areOptimal).toBeGreaterThanOrEqual(areOptimal)
      }
    )
  )
})
