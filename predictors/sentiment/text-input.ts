import type { Schema } from '../predictor.ts'

export interface TextInput {
  readonly text: string
  /** A BCP 47 tag: 'en', 'en-GB'. */
  readonly language?: string
}

/** english: the text is scored. unknown: it is scored and flagged. other: it is not scored. */
export type LanguageStatus = 'english' | 'unknown' | 'other'

const MAX_CODE_POINTS = 10_000

export const inputProperties = {
  text: {
    type: 'string',
    maxLength: MAX_CODE_POINTS,
    description: 'The text: at most 10,000 code points.'
  },
  language: {
    type: 'string',
    pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$',
    maxLength: 35,
    description:
      'The language of the text as a BCP 47 tag, such as en or en-GB. Absent or und: unknown. Only English is scored; a text of unknown language is scored and flagged.'
  }
} as const

export const inputSchema: Schema = {
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: inputProperties
}

export function findLanguageStatus({ language }: TextInput): LanguageStatus {
  const [primary] = (language ?? 'und').toLowerCase().split(/[-_]/)
  if (primary === 'und') return 'unknown'
  return primary === 'en' || primary === 'eng' ? 'english' : 'other'
}
