import { expect, test } from 'vitest'
import { findDifference } from '../../trainer/compare-answers.ts'

const before = {
  point: 120,
  interval: { low: 100, high: 200 },
  weights: [{ feature: 'logCount' }],
  fit: null
}

test('a field that only the newer answer has is no difference', () => {
  const now = { ...before, median: 130, interval: { ...before.interval, coverage: 0.8 } }
  expect(findDifference(before, now)).toBeNull()
})

test('finds changed, missing and additional values', () => {
  expect(findDifference(before, { ...before, point: 121 })).toEqual({ path: '/point', before: 120, now: 121 })
  expect(findDifference(before, { ...before, point: 120 * (1 + 1e-9) })).toBeNull()
  expect(findDifference(before, { ...before, interval: { low: 100 } })).toEqual({
    path: '/interval/high',
    before: 200,
    now: null
  })
  const weights = [...before.weights, { feature: 'logReach' }]
  expect(findDifference(before, { ...before, weights })).toEqual({
    path: '/weights/1',
    before: null,
    now: { feature: 'logReach' }
  })
  expect(findDifference({ weights }, before)?.path).toBe('/weights/1')
  expect(findDifference(before, { ...before, weights: null })?.path).toBe('/weights')
})
