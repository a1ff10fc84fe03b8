import type { Predictor } from '../predictor.ts'
import { predict } from './answer-text.ts'
import { decodeModel, encodeModel, type Model } from './learned/model.ts'
import { combine, plan, trainPart } from './learned/train.ts'
import { measureBaselines, measureLosses, measureQuality } from './losses.ts'
import { findRatingFault, outcomeSchema, type Rated } from './rating.ts'
import { featureNames, listFeatures, type Sample, sampleSchema, sampleVersion } from './sample.ts'
import { answer, outputSchema, type Sentiment } from './sentiment-schema.ts'
import { findLanguageStatus, inputSchema, type TextInput } from './text-input.ts'
import { scoreText } from './vader/score-text.ts'

/** Scores how positive or negative an English text is: docs/sentiment.md. */
const sentiment: Predictor<TextInput, Sentiment, Rated, Sample, Model> = {
  name: 'sentiment',
  title: 'Sentiment',
  description: 'Scores how positive or negative an English text is, and which words say so.',
  input: inputSchema,
  output: outputSchema,
  outcome: outcomeSchema,
  examples: [
    {
      title: 'Praise',
      input: { text: 'The staff were VERY kind and the soup was great!', language: 'en' },
      outcome: { rating: 0.8 }
    },
    {
      title: 'Criticism',
      input: { text: 'The room was not bad, but the noise at night was horrible.', language: 'en' },
      outcome: { label: 'negative' }
    },
    {
      title: 'Unknown language',
      input: { text: 'lol, what a day 😀' },
      outcome: { rating: 0.4, label: 'positive' }
    }
  ],
  answer,
  slice: findLanguageStatus,
  slices: { title: 'Language', kind: 'text' },
  outcomes: 'many',
  findReportFault: findRatingFault,
  metrics: [
    { name: 'squaredError', title: 'Squared error', kind: 'number', direction: 'lower-is-better' },
    { name: 'correlation', title: 'Correlation', kind: 'number', direction: 'higher-is-better' },
    { name: 'accuracy', title: 'Right labels', kind: 'share', direction: 'higher-is-better' }
  ],
  batch: { maxSize: 1_000, maxDelayMs: 20 },
  sampleSchema,
  findOutcomeFault: findRatingFault,
  sampleVersion,
  featureNames,
  predict,
  sample: (input, outcome) => ({ ...input, ...outcome }),
  features: ({ text }) => listFeatures(scoreText(text)),
  plan,
  trainPart,
  combine,
  losses: measureLosses,
  baselines: measureBaselines,
  measure: measureQuality,
  encode: encodeModel,
  decode: decodeModel
}

export const predictor = sentiment
export const moduleUrl: string = import.meta.url
