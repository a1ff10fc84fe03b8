import type { Result, Run } from '../predictor.ts'
import type { Model } from './learned/model.ts'
import { type Contribution, explainRating } from './learned/rate-text.ts'
import { labelOf } from './rating.ts'
import { listFeatures } from './sample.ts'
import type { Reason, Sentiment } from './sentiment-schema.ts'
import { findLanguageStatus, type TextInput } from './text-input.ts'
import { scoreText, type VaderScore } from './vader/score-text.ts'

const MAX_REASONS = 20
/** VADER's authors call a text with a smaller compound neutral. */
const NEUTRAL_COMPOUND = 0.05

const unsupported: Sentiment = {
  score: null,
  label: null,
  positive: null,
  neutral: null,
  negative: null,
  compound: null,
  method: 'none',
  reason: 'language-not-supported',
  language: 'other',
  reasons: []
}

export function predict(
  model: Model | null,
  inputs: readonly TextInput[],
  run: Run
): readonly Result<Sentiment>[] {
  return inputs.map(input => {
    if (run.isCanceled) return { ok: false, code: 'canceled', reason: 'canceled' }
    const vader = scoreText(input.text)
    return { ok: true, output: answerText(model, input, vader), features: listFeatures(vader) }
  })
}

function answerText(model: Model | null, input: TextInput, vader: VaderScore): Sentiment {
  const language = findLanguageStatus(input)
  if (language === 'other') return unsupported
  const { compound, positive, neutral, negative } = vader
  const common = { positive, neutral, negative, compound, reason: null, language }
  if (model === null)
    return {
      score: compound,
      label: labelOf(compound, NEUTRAL_COMPOUND),
      ...common,
      method: 'vader',
      reasons: listReasons(vader.words)
    }
  const { rating: score, contributions } = explainRating(model, input.text, vader)
  return {
    score,
    label: labelOf(score),
    ...common,
    method: 'learned',
    reasons: listReasons(contributions)
  }
}

function listReasons(contributions: readonly Contribution[]): readonly Reason[] {
  const total = contributions.reduce((sum, { contribution }) => sum + Math.abs(contribution), 0)
  return contributions
    .filter(({ contribution }) => contribution !== 0)
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, MAX_REASONS)
    .map(({ word, contribution }) => ({ label: word, contribution, share: Math.abs(contribution) / total }))
}
