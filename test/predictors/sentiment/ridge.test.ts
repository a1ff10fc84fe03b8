import { expect, test } from 'vitest'
import { Random } from '../../../learners/random.ts'
import { solveRidge } from '../../../predictors/sentiment/learned/ridge.ts'

test('the gradient of the ridge regression is 0 at its weights', () => {
  const random = new Random(1)
  const dense = Array.from({ length: 60 }, () =>
    Array.from({ length: 20 }, () => (random.uniform() < 0.3 ? random.uniform() - 0.5 : 0))
  )
  const targets = Float64Array.from(dense, () => random.uniform())
  const penalties = Float64Array.from({ length: 20 }, (_, column) => 0.1 + column / 10)
  const weights = solveRidge(toSparse(dense), targets, penalties)
  for (let column = 0; column < 20; column++) {
    const pull = dense.reduce((sum, row, at) => {
      const forecast = row.reduce((total, value, j) => total + value * weights[j]!, 0)
      return sum + row[column]! * (forecast - targets[at]!)
    }, 0)
    expect(pull + penalties[column]! * weights[column]!).toBeCloseTo(0, 5)
  }
})

test('without rows each weight is 0', () => {
  expect([...solveRidge(toSparse([]), new Float64Array(0), Float64Array.of(1, 1))]).toEqual([0, 0])
})

function toSparse(dense: readonly (readonly number[])[]) {
  const entries = dense.map(row =>
    row.map((value, column) => ({ value, column })).filter(({ value }) => value !== 0)
  )
  const starts = [0]
  for (const row of entries) starts.push(starts.at(-1)! + row.length)
  return {
    starts: Uint32Array.from(starts),
    columns: Uint32Array.from(entries.flat(), ({ column }) => column),
    values: Float64Array.from(entries.flat(), ({ value }) => value)
  }
}
