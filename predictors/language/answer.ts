import type { AnswerField, Schema } from '../predictor.ts'

/** The language of a text. */
export interface LanguageAnswer {
  /** ISO 639 code, or 'unknown'. */
  readonly language: string
  readonly name: string
  /** The probability that it is this language, among those of the version. 0 if it is unknown. */
  readonly score: number
  /** The next languages, best first. */
  readonly alternatives: readonly Alternative[]
  /** Whether of all training texts with at least the limit's score, of every length, 99 % had this language. */
  readonly isReliable: boolean
  /** The parts of a text in several languages, in order. Absent: it is in one language. */
  readonly spans?: readonly Span[]
  /** The n-grams that speak most for this language against the next, strongest first. */
  readonly reasons: readonly Reason[]
}

export interface Alternative {
  readonly language: string
  readonly label: string
  readonly share: number
}

export interface Span {
  readonly language: string
  /** Position of the first code point, and of the one after the last. */
  readonly start: number
  readonly end: number
}

export interface Reason {
  /** The n-gram, with _ for the edge of a word. */
  readonly title: string
  /** By this it multiplies the odds of the language against the next one. */
  readonly factor: number
}

const share: Schema = { type: 'number', minimum: 0, maximum: 1 }
const language: Schema = { type: 'string' }

export const outputSchema: Schema = {
  $id: 'language/output',
  type: 'object',
  required: ['language', 'name', 'score', 'alternatives', 'isReliable', 'reasons'],
  additionalProperties: false,
  properties: {
    language,
    name: { type: 'string' },
    score: share,
    alternatives: {
      type: 'array',
      items: {
        type: 'object',
        required: ['language', 'label', 'share'],
        additionalProperties: false,
        properties: { language, label: { type: 'string' }, share }
      }
    },
    isReliable: { type: 'boolean' },
    spans: {
      type: 'array',
      minItems: 2,
      items: {
        type: 'object',
        required: ['language', 'start', 'end'],
        additionalProperties: false,
        properties: {
          language,
          start: { type: 'integer', minimum: 0 },
          end: { type: 'integer', minimum: 1 }
        }
      }
    },
    reasons: {
      type: 'array',
      items: {
        type: 'object',
        required: ['title', 'factor'],
        additionalProperties: false,
        properties: { title: { type: 'string' }, factor: { type: 'number' } }
      }
    }
  }
}

export const answer: readonly [AnswerField, ...AnswerField[]] = [
  { path: '/name', label: 'Language', kind: 'text' },
  { path: '/score', label: 'Probability', kind: 'share' },
  { path: '/isReliable', label: 'Reliable', kind: 'text' },
  { path: '/alternatives', label: 'Alternatives', kind: 'ranking' },
  { path: '/reasons', label: 'N-grams that decided', kind: 'factors' }
]
