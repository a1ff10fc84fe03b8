import { expect, test } from 'vitest'
import { standardErrorOfMean } from '../../trainer/metrics.ts'

const losses = {
  groups: ['a', 'a', 'b', 'b', 'c'],
  slices: ['x', 'x', 'x', 'y', 'y'],
  values: Float64Array.from([1, 1, 3, 3, Number.NaN])
}

test('takes the cases of a group as one in the standard error of a mean', () => {
  // Two groups, one apart from the mean on either side: of four independent cases it would be 0.58.
  expect(standardErrorOfMean(losses, 'all')).toBeCloseTo(1)
  // The mean is 5/3, the groups deviate by -4/3 and 4/3.
  expect(standardErrorOfMean(losses, 'x')).toBeCloseTo((4 / 3) * (2 / 3))
})

test('gives no standard error for one group', () => {
  expect(standardErrorOfMean(losses, 'y')).toBeNaN()
})
