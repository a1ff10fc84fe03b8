import type {
  Part,
  PartResult,
  Predictor,
  PredictorModule,
  Result,
  Samples,
  TrainOptions
} from '../predictor.ts'
import { answer, type LanguageAnswer, outputSchema } from './answer.ts'
import { type BestModel, decodeModel, encodeModel } from './best-model.ts'
import { examples } from './examples.ts'
import { identify, unknownAnswer } from './identify.ts'
import { measureAccuracy, measureBaselines, measureLosses } from './losses.ts'
import { sliceOf } from './slices.ts'
import { featureNames, featuresOf } from './text-features.ts'
import {
  findTextFault,
  inputSchema,
  type LanguageOutcome,
  type LanguageSample,
  outcomeSchema,
  sampleSchema,
  type TextInput
} from './text-input.ts'
import { trainBest } from './train-best.ts'

const DEFAULT_BUCKETS = 2 ** 18
const DEFAULT_SMOOTHING = 0.03

/** Tells the language of a text: docs/language.md. */
export const language: Predictor<TextInput, LanguageAnswer, LanguageOutcome, LanguageSample, BestModel> = {
  name: 'language',
  title: 'Language',
  description: 'Tells the language of a text, how likely it is, and which letters decided.',
  input: inputSchema,
  output: outputSchema,
  outcome: outcomeSchema,
  examples,
  answer,
  slice: sliceOf,
  slices: { title: 'Length', kind: 'text' },
  outcomes: 'one',
  findReportFault: () => null,
  metrics: [
    { name: 'logLoss', title: 'Logarithmic loss', kind: 'number', direction: 'lower-is-better' },
    { name: 'accuracy', title: 'Accuracy', kind: 'share', direction: 'higher-is-better' }
  ],
  batch: { maxSize: 256, maxDelayMs: 0 },
  sampleSchema,
  findOutcomeFault: () => null,
  sampleVersion: 1,
  featureNames,
  predict: (model, inputs, run) =>
    inputs.map((input): Result<LanguageAnswer> => {
      if (run.isCanceled) return { ok: false, code: 'canceled', reason: 'canceled' }
      const fault = findTextFault(input)
      if (fault) return { ok: false, code: 'invalid-input', ...fault }
      const output = model ? identify(model, input.text) : unknownAnswer
      return { ok: true, output, features: featuresOf(input.text) }
    }),
  sample: ({ text }, outcome) => ({ text, language: outcome.language }),
  features: ({ text }) => featuresOf(text),
  plan: (samples, options) => {
    if (samples.length === 0) throw new RangeError('a training needs at least one text')
    const { bucketCount, smoothing } = readOptions(options)
    return [{ index: 0, bucketCount, smoothing }]
  },
  trainPart: (samples, part): PartResult => ({ index: part.index, model: train(samples, part) }),
  combine: (_samples, [part]) => (part as TrainedPart).model,
  losses: measureLosses,
  baselines: measureBaselines,
  measure: measureAccuracy,
  encode: encodeModel,
  decode: decodeModel
}

interface TrainedPart extends PartResult {
  readonly model: BestModel
}

function train(samples: Samples<LanguageSample>, part: Part): BestModel {
  return trainBest(
    samples.map(({ sample }) => sample),
    readOptions(part)
  )
}

/** Throws a RangeError that names the option. */
function readOptions({ bucketCount, smoothing }: Part | TrainOptions): {
  readonly bucketCount: number
  readonly smoothing: number
} {
  return {
    bucketCount: readOption('bucketCount', bucketCount ?? DEFAULT_BUCKETS, 1_000, 2 ** 22),
    smoothing: readOption('smoothing', smoothing ?? DEFAULT_SMOOTHING, 1e-6, 10)
  }
}

function readOption(name: string, value: unknown, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max))
    throw new RangeError(`${name} must be a number from ${min} to ${max} (got ${value})`)
  return value
}

export const predictor = language
export const moduleUrl: string = import.meta.url
/** Trained on texts that may be shipped: examples/language. */
export const bootstrap: NonNullable<PredictorModule['bootstrap']> = {
  artefact: new URL('../../examples/language/artefact.bin', import.meta.url),
  manifest: new URL('../../examples/language/manifest.json', import.meta.url)
}
