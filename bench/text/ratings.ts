import { splitFolds } from '../../learners/folds.ts'
import { correlate } from '../../predictors/sentiment/correlate.ts'
import { rateText } from '../../predictors/sentiment/learned/rate-text.ts'
import { predictor } from '../../predictors/sentiment/sentiment.ts'
import { scoreText } from '../../predictors/sentiment/vader/score-text.ts'
import {
  hasRatedTexts,
  ratedSets,
  readRatedTexts
} from '../../test/predictors/sentiment/golden/rated-texts.ts'
import { type BenchResult, judge } from '../result.ts'

const FOLDS = 5
const options = { seed: 1 }

/**
 * The learned engine against VADER: Pearson's correlation with people's ratings in 5 folds of each set, by document where a set
 * has several texts of one. The goal: .05 above VADER on the reviews and the newspaper.
 */
export function measureRatings(log: (line: string) => void): readonly BenchResult[] {
  if (!hasRatedTexts()) {
    log('sentiment: ../shared is not there, so the learned engine is not measured')
    return []
  }
  return ratedSets.map(set => {
    const samples = readRatedTexts(set).map(({ id, rating, text }) => ({
      id,
      group: /_/.test(id) ? id.slice(0, id.indexOf('_')) : id,
      endedAt: '2026-01-01T00:00:00.000Z',
      sample: { text, rating }
    }))
    const forecasts = new Float64Array(samples.length)
    for (const { training, test } of splitFolds(samples, FOLDS, 1)) {
      const own = training.map(index => samples[index]!)
      const parts = predictor.plan(own, options).map(part => predictor.trainPart(own, part))
      const model = predictor.combine(own, parts, options)
      for (const index of test) forecasts[index] = rateText(model, samples[index]!.sample.text)
    }
    const ratings = samples.map(({ sample }) => sample.rating)
    const compounds = samples.map(({ sample }) => scoreText(sample.text).compound)
    const vader = correlate(compounds, ratings)
    const result: BenchResult = {
      name: `sentiment.correlation.${set}`,
      value: correlate([...forecasts], ratings),
      unit: '',
      reference: 'VADER',
      referenceValue: Number(vader.toFixed(3))
    }
    return set === 'tweets' ? result : judge(result, `>= ${(vader + 0.05).toFixed(3)}`)
  })
}
