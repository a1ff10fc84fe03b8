import type { Fault, Schema } from '../predictor.ts'

export type Label = 'positive' | 'neutral' | 'negative'

/** What a person says of a text: a rating, a label or both. */
export interface Rated {
  /** -1 to 1. */
  readonly rating?: number
  readonly label?: Label
}

export const labels: readonly Label[] = ['positive', 'neutral', 'negative']

export const outcomeProperties = {
  rating: {
    type: 'number',
    minimum: -1,
    maximum: 1,
    description: 'The sentiment of the text to a person: -1 is as negative, 1 as positive as can be.'
  },
  label: { enum: labels, description: 'Read as a rating of 0.5, 0 or -0.5 if there is no rating.' }
} as const

export const outcomeSchema: Schema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: outcomeProperties
}

const ratingOf: Readonly<Record<Label, number>> = { positive: 0.5, neutral: 0, negative: -0.5 }
/** Ratings closer to 0 are neutral: 0.5 on the scale from -4 to 4 of VADER's authors. */
const NEUTRAL_RATING = 0.125

export function readRating({ rating, label }: Rated): number {
  return rating ?? (label === undefined ? 0 : ratingOf[label])
}

export function labelOf(value: number, neutralBelow: number = NEUTRAL_RATING): Label {
  if (Math.abs(value) < neutralBelow) return 'neutral'
  return value > 0 ? 'positive' : 'negative'
}

/** A label and a rating must not have opposite signs. */
export function findRatingFault({ rating, label }: Rated): Fault | null {
  if (rating === undefined || label === undefined || rating * ratingOf[label] >= 0) return null
  return { field: '/label', reason: `is ${label}, but the rating is ${rating}` }
}
