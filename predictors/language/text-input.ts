import type { Fault, Schema } from '../predictor.ts'

/** A text whose language is asked. */
export interface TextInput {
  readonly text: string
}

/** The language that a person names. */
export interface LanguageOutcome {
  readonly language: string
}

const MAX_CODE_POINTS = 10_000

const text: Schema = { type: 'string', minLength: 1, maxLength: MAX_CODE_POINTS }
const language: Schema = { type: 'string', pattern: '^[a-z]{2,3}$' }

export const inputSchema: Schema = {
  $id: 'language/input',
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: { text: { ...text, description: 'The text, at most 10,000 code points.' } }
}

export const outcomeSchema: Schema = {
  $id: 'language/outcome',
  type: 'object',
  required: ['language'],
  additionalProperties: false,
  properties: { language: { ...language, description: 'The ISO 639 code of the language: en, nb, war.' } }
}

/** A text with its language. */
export interface LanguageSample {
  readonly text: string
  readonly language: string
}

export const sampleSchema: Schema = {
  $id: 'language/sample',
  type: 'object',
  required: ['text', 'language'],
  additionalProperties: false,
  properties: { text, language }
}

/** The reason why a text cannot be read. Null: it can. */
export function findTextFault({ text }: TextInput): Fault | null {
  if (text.length === 0) return { field: '/text', reason: 'must not be empty' }
  if (text.length <= MAX_CODE_POINTS) return null
  let count = 0
  for (const _ of text) count++
  return count <= MAX_CODE_POINTS
    ? null
    : { field: '/text', reason: `must be at most 10000 code points (got ${count})` }
}
