import { scoreText, type VaderScore } from '../vader/score-text.ts'
import type { Model } from './model.ts'
import { listNgrams, type Ngram, readTokens } from './ngrams.ts'

/** What a word adds to a score. */
export interface Contribution {
  readonly word: string
  readonly contribution: number
}

interface ExplainedRating {
  readonly rating: number
  /** Together with the base and what marks add they are the rating, unless it is limited to -1 or 1. */
  readonly contributions: readonly Contribution[]
}

/** The rating that a model expects, -1 to 1. */
export function rateText(model: Model, text: string): number {
  return sumUp(model, scoreText(text), listNgrams(readTokens(text)))
}

/**
 * The rating, and what each word adds to it: the weights of its n-grams (a pair is divided between its words), and its part in the
 * scores of VADER. `vader`: of the same text.
 */
export function explainRating(model: Model, text: string, vader: VaderScore): ExplainedRating {
  const tokens = readTokens(text)
  const ngrams = listNgrams(tokens)
  const added = new Float64Array(tokens.length)
  for (const { bucket, value, from, to } of ngrams) {
    const part = (model.ngrams[bucket]! * value) / (to - from + 1)
    for (let at = from; at <= to; at++) added[at]! += part
  }
  for (const { at, contribution, share } of vader.words)
    added[at]! += model.compound * contribution + (contribution > 0 ? model.positive : model.negative) * share
  const contributions = tokens.map(({ word }, at) => ({ word, contribution: added[at]! }))
  return { rating: sumUp(model, vader, ngrams), contributions }
}

function sumUp(model: Model, vader: VaderScore, ngrams: readonly Ngram[]): number {
  let learned = 0
  for (const { bucket, value } of ngrams) learned += model.ngrams[bucket]! * value
  return Math.max(-1, Math.min(1, weighVader(model, vader) + learned))
}

function weighVader(model: Model, { compound, positive, negative }: VaderScore): number {
  return model.base + model.compound * compound + model.positive * positive + model.negative * negative
}
