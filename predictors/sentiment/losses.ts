import type { Losses, Samples } from '../predictor.ts'
import { correlate, mean } from './correlate.ts'
import type { Model } from './learned/model.ts'
import { rateText } from './learned/rate-text.ts'
import { labelOf, readRating } from './rating.ts'
import type { Sample } from './sample.ts'
import { findLanguageStatus } from './text-input.ts'
import { scoreText } from './vader/score-text.ts'

type Forecast = (sample: Sample) => number

/** Squared errors of the rating. NaN: a text of another language, which is not scored. */
export function measureLosses(model: Model | null, samples: Samples<Sample>): Losses {
  return squareErrors(samples, buildForecast(model))
}

/** The mean rating, and the mean rating of the most frequent label. */
export function measureBaselines(training: Samples<Sample>, samples: Samples<Sample>) {
  const ratings = training.map(({ sample }) => readRating(sample))
  const groups = [...Map.groupBy(ratings, rating => labelOf(rating)).values()]
  const [majority = []] = groups.toSorted((a, b) => b.length - a.length)
  return {
    mean: squareErrors(samples, () => mean(ratings)),
    majority: squareErrors(samples, () => mean(majority))
  }
}

/** The correlation with the ratings, and the share of texts with the right label. */
export function measureQuality(model: Model | null, samples: Samples<Sample>) {
  const scored = samples.map(({ sample }) => sample).filter(isScored)
  const forecasts = scored.map(buildForecast(model))
  const ratings = scored.map(readRating)
  const right = ratings.filter((rating, at) => labelOf(rating) === labelOf(forecasts[at]!)).length
  return {
    correlation: correlate(forecasts, ratings),
    accuracy: scored.length === 0 ? 0 : right / scored.length
  }
}

function buildForecast(model: Model | null): Forecast {
  return ({ text }) => (model === null ? scoreText(text).compound : rateText(model, text))
}

function isScored(sample: Sample): boolean {
  return findLanguageStatus(sample) !== 'other'
}

function squareErrors(samples: Samples<Sample>, forecast: Forecast): Losses {
  return {
    groups: samples.map(({ group }) => group),
    slices: samples.map(({ sample }) => findLanguageStatus(sample)),
    values: Float64Array.from(samples, ({ sample }) =>
      isScored(sample) ? (forecast(sample) - readRating(sample)) ** 2 : Number.NaN
    )
  }
}
