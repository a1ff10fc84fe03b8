import type { Schema } from '../predictor.ts'
import { outcomeProperties, type Rated } from './rating.ts'
import { inputProperties, type TextInput } from './text-input.ts'
import type { VaderScore } from './vader/score-text.ts'

/** A text with what a person said of it. */
export interface Sample extends TextInput, Rated {}

export const sampleVersion = 1

export const sampleSchema: Schema = {
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  anyOf: [{ required: ['rating'] }, { required: ['label'] }],
  properties: { ...inputProperties, ...outcomeProperties }
}

export const featureNames = ['compound', 'positive', 'negative', 'logWords'] as const

/** The features whose drift is measured. */
export function listFeatures({ compound, positive, negative, wordCount }: VaderScore): readonly number[] {
  return [compound, positive, negative, Math.log1p(wordCount)]
}
