import { expect, test } from 'vitest'
import { Random } from '../../../learners/random.ts'
import { learnRange, measureDistance } from '../../../predictors/cascade-size/range.ts'

const columns = 3

function drawRows(seed: number, count: number): readonly (readonly number[])[] {
  const random = new Random(seed)
  return Array.from({ length: count }, () => Array.from({ length: columns }, () => random.uniform()))
}

/** From the definition: the root mean square over the columns, to the 5th nearest of the other rows. */
function distanceToOthers(rows: readonly (readonly number[])[], scales: Float64Array, index: number): number {
  const own = rows[index] ?? []
  const distances = rows
    .filter((_, other) => other !== index)
    .map(row => own.map((value, c) => (value - (row[c] ?? 0)) / (scales[c] ?? 1)))
    .map(differences => Math.sqrt(differences.reduce((sum, each) => sum + each * each, 0) / columns))
    .toSorted((a, b) => a - b)
  return distances[4] ?? Number.NaN
}

test('97.5 % of the training rows are within the limit of the range', () => {
  const rows = drawRows(1, 400)
  const range = learnRange(rows)
  const own = rows.map((_, index) => distanceToOthers(rows, range.scales, index))
  expect(own.filter(distance => distance <= range.limit + 1e-12)).toHaveLength(390)
})

test('about 2.5 % of further rows of the same kind are out of range', () => {
  const range = learnRange(drawRows(2, 1000))
  const further = drawRows(3, 4000).filter(row => measureDistance(range, row) > range.limit)
  expect(further.length / 4000).toBeGreaterThan(0.015)
  expect(further.length / 4000).toBeLessThan(0.04)
})
