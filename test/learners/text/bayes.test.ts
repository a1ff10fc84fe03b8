import { expect, test } from 'vitest'
import { type BucketRow, countNgrams, leaveOut, weighNgrams } from '../../../learners/text/bayes.ts'

const row = (label: number, ...buckets: number[]): BucketRow => ({
  label,
  buckets: Uint32Array.from(buckets),
  count: buckets.length
})
const options = { classes: 2, bucketCount: 4, smoothing: 0.5, maxCount: 2 }
const rows = [row(0, 0, 0, 0, 1), row(0, 1), row(1, 2, 1)]

test('counts each n-gram of a text at most maxCount times', () => {
  const { counts, totals } = countNgrams(rows, options)
  expect([...counts]).toEqual([2, 0, 2, 1, 0, 1, 0, 0])
  expect([...totals]).toEqual([4, 2])
})

// The same as ln(P(bucket | class)) of MultinomialNB(alpha=0.5), here by hand.
test('weighs n-grams by their probabilities, up to what all classes have', () => {
  const { weights, offsets } = weighNgrams(countNgrams(rows, options))
  const logProbability = (bucket: number, label: number) =>
    weights[bucket * 2 + label]! - offsets[label]! + Math.log(0.5)
  expect(logProbability(0, 0)).toBeCloseTo(Math.log(2.5 / 6), 6)
  expect(logProbability(1, 1)).toBeCloseTo(Math.log(1.5 / 4), 6)
  expect(logProbability(3, 0)).toBeCloseTo(Math.log(0.5 / 6), 6)
})

test('leaves a text out of the counts as if it had not been learned', () => {
  const all = countNgrams(rows, options)
  const without = weighNgrams({ ...countNgrams(rows.slice(1), options), totals: all.totals })
  const score = ({ weights }: { weights: Float32Array }) => 3 * weights[0]! + weights[2]!
  const first = rows[0]!
  expect(score(weighNgrams(all)) + leaveOut(all, first)).toBeCloseTo(score(without), 5)
})
