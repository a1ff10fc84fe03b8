import { expect, test } from 'vitest'
import type { AnyPredictor, SliceDescription } from '../../predictors/predictor.ts'
import { listOtherMetrics, standardErrorOfMean, summarizeLosses } from '../../trainer/metrics.ts'

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

test.each<[SliceDescription | null, readonly string[]]>([
  [{ title: 'Window', kind: 'seconds' }, ['all', '60', '300', '3600']],
  [{ title: 'Language', kind: 'text' }, ['all', '300', '3600', '60']],
  [null, ['all', '300', '3600', '60']]
])('slices described as %s are listed in their order', (description, order) => {
  const losses = {
    candidate: {
      groups: ['a', 'b', 'c', 'd'],
      slices: ['3600', '60', '300', '60'],
      values: Float64Array.of(1, 2, 3, 4)
    }
  }
  const metrics = summarizeLosses(losses, description)
  expect(metrics.map(({ slice }) => slice)).toEqual(order)
  expect(metrics.find(({ slice }) => slice === '60')).toMatchObject({ cases: 2, meanLoss: 3, medianLoss: 3 })
})

test('lists the further metrics that are declared and finite, by metric', () => {
  const metrics: AnyPredictor['metrics'] = [
    { name: 'loss', title: 'Loss', kind: 'number', direction: 'lower-is-better' },
    { name: 'recall', title: 'Recall', kind: 'share', direction: 'higher-is-better' },
    { name: 'precision', title: 'Precision', kind: 'share', direction: 'higher-is-better' }
  ]
  const measured = {
    candidate: { precision: 0.5, recall: 0.25, other: 1, loss: 2 },
    champion: { precision: Number.NaN, recall: 0.125 }
  }
  expect(listOtherMetrics({ metrics }, measured)).toEqual([
    { metric: 'recall', forecaster: 'candidate', value: 0.25 },
    { metric: 'recall', forecaster: 'champion', value: 0.125 },
    { metric: 'precision', forecaster: 'candidate', value: 0.5 }
  ])
})

test('summarizes the losses of all cases and of each slice, without those that have none', () => {
  const slices = ['600', '300', '300', '1000', '300', '1000']
  const values = Float64Array.from([4, 1, 2, Number.NaN, 6, Number.NaN])
  const groups = slices.map((_, index) => `g${index}`)
  const metrics = summarizeLosses(
    { candidate: { groups, slices, values } },
    { title: 'Window', kind: 'seconds' }
  )
  expect(
    metrics.map(({ meanLoss, ...rest }) => ({ ...rest, meanLoss: Number(meanLoss.toFixed(9)) }))
  ).toMatchObject([
    { forecaster: 'candidate', slice: 'all', cases: 4, meanLoss: 3.25, medianLoss: 3 },
    { forecaster: 'candidate', slice: '300', cases: 3, meanLoss: 3, medianLoss: 2 },
    { forecaster: 'candidate', slice: '600', cases: 1, meanLoss: 4, medianLoss: 4 },
    { forecaster: 'candidate', slice: '1000', cases: 0, meanLoss: 0, medianLoss: 0 }
  ])
})
