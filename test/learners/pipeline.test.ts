import { expect, test } from 'vitest'
import { type Estimator, pipeline, type Transformer } from '../../learners/pipeline.ts'

/** Adds a number to each row; what it learned is the largest row. */
const shift = (name: string, by: number): Transformer<number, number> => {
  const build = (largest: number) => ({
    transform: (row: number) => row + by,
    encode: () => ({ header: { largest }, arrays: {} })
  })
  return {
    name,
    fit: rows => build(Math.max(...rows)),
    decode: ({ header }) => build(Number(Object(header).largest))
  }
}

/** The mean of the rows of a label; it also learns row by row. */
const mean: Estimator<number, number, number> = {
  name: 'mean',
  fit(rows, labels) {
    let sum = rows.reduce((total, row, index) => total + row * labels[index]!, 0)
    return {
      predict: row => row + sum,
      learn: (row, label) => {
        sum += row * label
      },
      encode: () => ({ header: sum, arrays: { sum: Float64Array.of(sum) } })
    }
  },
  decode: ({ header }) => ({ predict: row => row + Number(header), encode: () => ({ header, arrays: {} }) })
}

test('passes rows through two transformers to the estimator, in fit, predict and learn', () => {
  const model = pipeline([shift('one', 1), shift('ten', 10), mean]).fit([1, 2], [1, 1])
  expect(model.transform(5)).toBe(16)
  expect(model.predict(5)).toBe(16 + 12 + 13)
  model.learn?.(0, 2)
  expect(model.predict(5)).toBe(16 + 12 + 13 + 22)
})

test('has one artefact with the parts of all stages', () => {
  const stages = pipeline([shift('one', 1), shift('ten', 10), mean])
  const model = stages.fit([1, 2], [1, 1])
  const { header, arrays } = model.encode()
  expect(header).toEqual({ 'one-ten': { one: { largest: 2 }, ten: { largest: 3 } }, mean: 25 })
  expect(Object.keys(arrays)).toEqual(['mean.sum'])
  expect(stages.decode({ header, arrays }).predict(5)).toBe(model.predict(5))
})

test('learns row by row only if its estimator does', () => {
  const { learn: _, ...fixed } = mean.fit([], [])
  const model = pipeline([shift('one', 1), { ...mean, fit: () => fixed }]).fit([1], [1])
  expect(model).not.toHaveProperty('learn')
})
