import type { Predictor, Schema } from '../predictor.ts'
import { type Label, labels } from './rating.ts'
import type { LanguageStatus } from './text-input.ts'

/** A word of the text and what it adds to the score. */
export interface Reason {
  readonly label: string
  readonly contribution: number
  /** |contribution| as a share of the sum over all words. */
  readonly share: number
}

/** The answer. Everything is null for a text that is not scored. */
export interface Sentiment {
  readonly score: number | null
  readonly label: Label | null
  readonly positive: number | null
  readonly neutral: number | null
  readonly negative: number | null
  readonly compound: number | null
  readonly method: 'learned' | 'vader' | 'none'
  readonly reason: 'language-not-supported' | null
  readonly language: LanguageStatus
  readonly reasons: readonly Reason[]
}

const share: Schema = { type: ['number', 'null'], minimum: 0, maximum: 1 }
const score: Schema = { type: ['number', 'null'], minimum: -1, maximum: 1 }

export const outputSchema: Schema = {
  type: 'object',
  required: [
    'score',
    'label',
    'positive',
    'neutral',
    'negative',
    'compound',
    'method',
    'reason',
    'language',
    'reasons'
  ],
  additionalProperties: false,
  properties: {
    score: {
      ...score,
      description: 'The sentiment: -1 is negative, 1 is positive. Null: the text is not scored, see reason.'
    },
    label: { enum: [...labels, null] },
    positive: { ...share, description: 'The share of positive words, by VADER.' },
    neutral: { ...share, description: 'The share of words without a sentiment, by VADER.' },
    negative: { ...share, description: 'The share of negative words, by VADER.' },
    compound: { ...score, description: "VADER's score. Without a version it is the score." },
    method: {
      enum: ['learned', 'vader', 'none'],
      description:
        'learned: a version that was trained on ratings. vader: rules and lexicon, without a version.'
    },
    reason: { enum: ['language-not-supported', null], description: 'Why the text is not scored.' },
    language: {
      enum: ['english', 'unknown', 'other'],
      description: 'unknown: the input has no language, so the score is right only if the text is English.'
    },
    reasons: {
      type: 'array',
      description: 'The words that add most to the score or take most from it, at most 20.',
      items: {
        type: 'object',
        required: ['label', 'contribution', 'share'],
        additionalProperties: false,
        properties: {
          label: { type: 'string', description: 'The word. Of an emoji: a word of its description.' },
          contribution: { type: 'number', description: 'What it adds to the score.' },
          share: {
            type: 'number',
            minimum: 0,
            maximum: 1,
            description: 'Of all contributions, without signs.'
          }
        }
      }
    }
  }
}

/** The fields of an answer in the order in which they are shown. */
export const answer: Predictor<unknown, unknown, unknown, unknown, unknown>['answer'] = [
  { path: '/score', label: 'Sentiment (-1 to 1)', kind: 'number' },
  { path: '/label', label: 'Label', kind: 'text' },
  { path: '/positive', label: 'Positive words', kind: 'share' },
  { path: '/neutral', label: 'Neutral words', kind: 'share' },
  { path: '/negative', label: 'Negative words', kind: 'share' },
  { path: '/compound', label: 'VADER', kind: 'number' },
  { path: '/reasons', label: 'Words', kind: 'ranking' },
  { path: '/method', label: 'Method', kind: 'text' },
  { path: '/language', label: 'Language', kind: 'text' },
  { path: '/reason', label: 'Reason', kind: 'text' }
]
