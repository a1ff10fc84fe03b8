import { scoreText, type VaderScore } from '../vader/score-text.ts'
import type { Model } from './model.ts'
import { listNgrams, readTokens } from './ngrams.ts'

/** What a word adds to a score. */
export interface Contribution {
  readonly word: string
  readonly contribution: number
}

/** The rating that a model expects, -1 to 1. `vader`: of the same text. */
export function rateText(model: Model, text: string, vader: VaderScore = scoreText(text)): number {
  const ngrams = listNgrams(readTokens(text))
  const learned = ngrams.reduce((sum, { bucket, value }) => sum + model.ngrams[bucket]! * value, 0)
  return Math.max(-1, Math.min(1, weighVader(model, vader) + learned))
}

/**
 * What each word of a text adds to its rating: the weights of its n-grams (a pair is divided between its words), and its part in
 * the scores of VADER. Together with the base and what marks add they are the rating, unless it is limited to -1 or 1.
 */
export function explainRating(model: Model, text: string, vader: VaderScore): readonly Contribution[] {
  const tokens = readTokens(text)
  const contributions = new Float64Array(tokens.length)
  for (const { bucket, value, from, to } of listNgrams(tokens)) {
    const part = (model.ngrams[bucket]! * value) / (to - from + 1)
    for (let at = from; at <= to; at++) contributions[at]! += part
  }
  for (const { at, contribution, share } of vader.words)
    contributions[at]! +=
      model.compound * contribution + (contribution > 0 ? model.positive : model.negative) * share
  return tokens.map(({ word }, at) => ({ word, contribution: contributions[at]! }))
}

function weighVader(model: Model, { compound, positive, negative }: VaderScore): number {
  return model.base + model.compound * compound + model.positive * positive + model.negative * negative
}
