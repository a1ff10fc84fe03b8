import type { Bench } from './result.ts'
import { measureLanguage } from './text/language.ts'
import { measureRatings } from './text/ratings.ts'
import { measureSentiment } from './text/sentiment.ts'

/** Predictors of texts against what a user would install instead. */
export const run: Bench = async ({ log }) => [
  ...(await measureLanguage(log)),
  ...(await measureSentiment(log)),
  ...measureRatings(log)
]
