import { expect, test } from 'vitest'
import { findReached } from '../../../cascades/collector/alert-rule.ts'
import { type EndedPrediction, readEnded } from '../../../cascades/collector/ended-prediction.ts'
import { PREDICTION_TYPE } from '../../../ports/messages.ts'

const rule = { threshold: 100, measure: 'median', probability: null } as const
const answer = {
  observedEvents: 40,
  method: 'hybrid',
  areOptimal: 70,
  point: 70,
  median: 110,
  interval: { low: 50, high: 400 },
  quantiles: [
    { share: 0.1, size: 50 },
    { share: 0.4, size: 100 },
    { share: 0.9, size: 400 }
  ]
}

function read(output: object): EndedPrediction {
  const data = { id: 'p', state: 'succeeded', predictor: 'cascade-size', subject: 'c', slice: '300', output }
  const ended = readEnded(JSON.stringify({ type: PREDICTION_TYPE, data }), 'cascade-size')
  if (ended === null || ended === 'unreadable') throw new Error(JSON.stringify(ended))
  return ended
}

test('the median reaches the threshold by default, and any other value if it is chosen', () => {
  expect(findReached(read(answer), rule)).toEqual({ ...rule, predicted: 110 })
  expect(findReached(read(answer), { ...rule, threshold: 111 })).toBeNull()
  for (const measure of ['areOptimal', 'point', 'low'] as const)
    expect(findReached(read(answer), { ...rule, measure })).toBeNull()
  expect(findReached(read(answer), { ...rule, measure: 'high' })?.predicted).toBe(400)
})

test('a probability in the rule decides instead, and the alert reports it', () => {
  expect(findReached(read(answer), { ...rule, probability: 0.6 })).toEqual({
    predicted: 110,
    measure: 'probability',
    threshold: 100,
    probability: expect.closeTo(0.6, 12)
  })
  expect(findReached(read(answer), { ...rule, probability: 0.61 })).toBeNull()
  // The threshold has been passed already.
  expect(findReached(read(answer), { ...rule, threshold: 39, probability: 0.99 })?.probability).toBe(1)
})

test('the size of the formula raises no alert, and neither does a missing forecast', () => {
  const formula = { ...answer, method: 'hawkes', median: null, interval: null, quantiles: null }
  const none = { ...formula, method: 'none', areOptimal: null, point: null }
  for (const output of [formula, none])
    for (const probability of [null, 0.1])
      expect(findReached(read(output), { ...rule, threshold: 50, probability })).toBeNull()
})

test('a model without a distribution is compared by its size', () => {
  const mean = { ...answer, median: null, interval: null, quantiles: null }
  expect(findReached(read(mean), { ...rule, threshold: 70 })?.predicted).toBe(70)
})

test('a message of an earlier release has its size in point', () => {
  const { areOptimal: _, quantiles: __, ...earlier } = answer
  expect(read(earlier)).toMatchObject({ forecast: { median: 110, areOptimal: 70 }, quantiles: null })
  expect(findReached(read(earlier), { ...rule, measure: 'areOptimal', threshold: 70 })?.predicted).toBe(70)
})

test('there is no alert without a threshold', () => {
  expect(findReached(read(answer), { ...rule, threshold: null })).toBeNull()
})
