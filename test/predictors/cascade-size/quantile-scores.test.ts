import { expect, test } from 'vitest'
import { fromScore, logit, mapScore, toScore } from '../../../predictors/cascade-size/quantile-scores.ts'
import { quantileShares } from '../../../predictors/cascade-size/quantiles.ts'

const logs = quantileShares.map((_, k) => 2 + 0.3 * k + 0.01 * k * k)
const scores = quantileShares.map(logit)

test('gives each quantile the logit of its share, and back', () => {
  logs.forEach((log, k) => {
    expect(toScore(logs, log)).toBeCloseTo(scores[k]!, 12)
    expect(fromScore(logs, scores[k]!)).toBeCloseTo(log, 12)
  })
})

test('is inverted everywhere, also beyond the outermost quantiles', () => {
  for (let log = -3; log < 15; log += 0.37) expect(fromScore(logs, toScore(logs, log))).toBeCloseTo(log, 10)
})

test('takes the score nearest to the median where several quantiles are equal', () => {
  const over = quantileShares.map(share => (share < 0.9 ? 3 : 4))
  expect(toScore(over, 3)).toBe(0)
  const small = quantileShares.map(share => (share <= 0.2 ? 3 : 3 + share))
  expect(toScore(small, 3)).toBeCloseTo(logit(0.2), 12)
})

test('maps scores like the quantiles they replace, and shifts those beyond', () => {
  const adapted = scores.map(score => 2 * score + 1)
  scores.forEach((score, k) => {
    expect(mapScore(adapted, score)).toBeCloseTo(adapted[k]!, 12)
  })
  expect(mapScore(adapted, -9)).toBeCloseTo(adapted[0]! - 9 - scores[0]!, 12)
  expect(mapScore(adapted, 9)).toBeCloseTo(adapted.at(-1)! + 9 - scores.at(-1)!, 12)
})
