import { expect, test } from 'vitest'
import { toSubmission } from '../../../cascades/collector/checkpoint.ts'
import { cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'
import type { ObservationInput } from '../../../predictors/cascade-size/observation-input.ts'

test.each([300, 300.4, 3600])('submits a window of %s s with the slice of the predictor', windowSeconds => {
  const events = [{ time: 0, magnitude: 12 }]
  const window = {
    cascadeId: 'c',
    windowSeconds,
    events,
    provenance: 'demo',
    passedAt: 0,
    extra: null,
    isByClock: false
  } as const
  const submission = toSubmission('cascade-size', window)
  const input = JSON.parse(submission.input) as ObservationInput
  expect(submission.slice).toBe(cascadeSize.slice(input))
  expect(submission).toMatchObject({ predictor: 'cascade-size', subject: 'c', provenance: 'demo' })
})
