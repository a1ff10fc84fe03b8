import type { PartResult, Predictor, PredictorModule } from '../predictor.ts'
import { answer } from './answer-fields.ts'
import { examples } from './examples.ts'
import { featureNames } from './features.ts'
import type { Forecast } from './forecast.ts'
import { outputSchema } from './forecast-schema.ts'
import { measureBaselines, measureLosses } from './losses.ts'
import type { Model } from './model.ts'
import { decodeModel, encodeModel } from './model-artefact.ts'
import {
  countEvents,
  inputSchema,
  type ObservationInput,
  type Outcome,
  outcomeSchema,
  readInput,
  sliceOf
} from './observation-input.ts'
import { predict } from './predict.ts'
import { applyRecalibration, learnRecalibration } from './recalibration.ts'
import { buildSample, readableSampleVersions, type Sample, sampleVersion } from './sample.ts'
import { sampleSchema } from './sample-schema.ts'
import { combine, plan, type TrainPart, type TrainPartResult, trainPart } from './train.ts'

/** Forecasts the final size of a reshare cascade: docs/model.md. */
export const cascadeSize: Predictor<ObservationInput, Forecast, Outcome, Sample, Model> = {
  name: 'cascade-size',
  title: 'Cascade size',
  description: 'Forecasts how large a reshare cascade will be in the end, while it is still growing.',
  input: inputSchema,
  output: outputSchema,
  outcome: outcomeSchema,
  examples,
  answer,
  slice: sliceOf,
  slices: { title: 'Window', kind: 'seconds' },
  outcomes: 'one',
  findReportFault: ({ finalSize }, input) => {
    const seen = countEvents(input)
    return finalSize >= seen
      ? null
      : {
          field: '/finalSize',
          reason: `${finalSize} is less than the ${seen} events seen of this cascade, the post included`
        }
  },
  metrics: [
    {
      name: 'absoluteRelativeError',
      title: 'Absolute relative error',
      kind: 'share',
      direction: 'lower-is-better'
    }
  ],
  sampleSchema,
  findOutcomeFault: ({ finalSize, observedEvents }) =>
    finalSize >= observedEvents
      ? null
      : {
          field: '/finalSize',
          reason: `must be at least the ${observedEvents} observedEvents (got ${finalSize})`
        },
  sampleVersion,
  readableSampleVersions,
  featureNames,
  predict,
  /** Throws a RangeError with field and reason for an input that predict rejects, and for a size below the observed events. */
  sample: (input, outcome) => {
    const read = readInput(input)
    if (!read.ok) throw new RangeError(`${read.field} ${read.reason}`)
    const { observation } = read
    if (!(outcome.finalSize >= observation.times.length))
      throw new RangeError(
        `finalSize ${outcome.finalSize} is less than the ${observation.times.length} events seen`
      )
    return buildSample(observation, outcome.finalSize)
  },
  features: sample => sample.features,
  plan,
  trainPart: (samples, part): PartResult => trainPart(samples, part as TrainPart),
  combine: (samples, parts, options, first) =>
    combine(samples, parts as readonly TrainPartResult[], options, first),
  losses: measureLosses,
  baselines: measureBaselines,
  calibration: { learn: learnRecalibration, apply: applyRecalibration },
  encode: encodeModel,
  decode: decodeModel
}

export const predictor = cascadeSize
export const moduleUrl: string = import.meta.url
/** Trained on simulated cascades: app/bootstrap. */
export const bootstrap: NonNullable<PredictorModule['bootstrap']> = {
  artefact: new URL('../../examples/bootstrap/artefact.bin', import.meta.url),
  manifest: new URL('../../examples/bootstrap/manifest.json', import.meta.url)
}
/** Simulated cascades (examples/README.md). The answers of a version to them never change. */
export const golden: URL = new URL('../../examples/golden/cascade-size.json', import.meta.url)
