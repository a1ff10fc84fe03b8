import { writeTime } from '../ports/calendar.ts'
import type { Shared, Thread, ThreadFunction } from '../ports/threads.ts'
import { toError } from '../ports/to-error.ts'
import type {
  AnyPredictor,
  Losses,
  Part,
  PartResult,
  PredictorModule,
  Samples,
  TrainOptions
} from '../predictors/predictor.ts'
import type { FeatureSummary } from '../stores/model-versions.ts'
import { summarizeFeatures } from './feature-summary.ts'

export const moduleUrl = import.meta.url

/** A finished case as it is stored. Its sample is JSON text, which each thread parses once. */
export interface CaseText {
  readonly id: string
  readonly group: string
  /** Epoch milliseconds. */
  readonly endedAt: number
  /** Absent: observed. */
  readonly isSimulated?: boolean
  readonly sample: string
}

export interface SampleTask {
  readonly predictorModuleUrl: string
  /** JSON texts. */
  readonly cases: readonly { readonly input: string; readonly outcome: string }[]
}
/** The JSON text of the sample, or the reason why there is none. */
export type SampleResult =
  | { readonly ok: true; readonly sample: string }
  | { readonly ok: false; readonly reason: string }

export const makeSamples: ThreadFunction<SampleTask, readonly SampleResult[]> = async task => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  return task.cases.map(({ input, outcome }) => {
    try {
      const sample = predictor.sample(JSON.parse(input), JSON.parse(outcome))
      return { ok: true, sample: JSON.stringify(sample) }
    } catch (error) {
      return { ok: false, reason: toError(error).message }
    }
  })
}

export interface TrainTask {
  readonly predictorModuleUrl: string
  readonly samples: Shared<readonly CaseText[]>
  readonly options: TrainOptions
  /** The bytes of the model that comes with the predictor. Null: the training does not start from it. */
  readonly prior: SharedArrayBuffer | null
}

export const planTraining: ThreadFunction<TrainTask, readonly Part[]> = async (task, thread) => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  return predictor.plan(openSamples(task.samples, thread), task.options, decodePrior(predictor, task))
}

export const trainPart: ThreadFunction<TrainTask & { readonly part: Part }, PartResult> = async (
  task,
  thread
) => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  const result = predictor.trainPart(openSamples(task.samples, thread), task.part)
  thread.move(buffersOf(result))
  return result
}

/** Collects the buffers of all typed arrays in a plain value. */
function buffersOf(value: unknown): readonly ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) return [value.buffer]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersOf) : []
}

export interface Combined {
  /** The artefact. */
  readonly bytes: SharedArrayBuffer
  readonly features: readonly FeatureSummary[]
}

export const combineParts: ThreadFunction<
  TrainTask & { readonly parts: readonly PartResult[] },
  Combined
> = async (task, thread) => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  const samples = openSamples(task.samples, thread)
  const model = predictor.combine(samples, task.parts, task.options, decodePrior(predictor, task))
  const artefact = predictor.encode(model)
  const bytes = new SharedArrayBuffer(artefact.byteLength)
  new Uint8Array(bytes).set(artefact)
  const rows = samples.map(({ sample }) => predictor.features(sample))
  return { bytes, features: summarizeFeatures(predictor.featureNames, rows) }
}

function decodePrior(predictor: AnyPredictor, { prior }: TrainTask): unknown {
  return prior && predictor.decode(new Uint8Array(prior))
}

export interface LossesTask {
  readonly predictorModuleUrl: string
  readonly samples: Shared<readonly CaseText[]>
  /** Null: without a model. */
  readonly model: SharedArrayBuffer | null
}

export const measureLosses: ThreadFunction<LossesTask, Losses> = async (task, thread) => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  const model = task.model && predictor.decode(new Uint8Array(task.model))
  return predictor.losses(model, openSamples(task.samples, thread))
}

/** The predictor's own metrics of a model over all samples. Empty if the predictor has no `measure`. */
export const measureFigures: ThreadFunction<LossesTask, Readonly<Record<string, number>>> = async (
  task,
  thread
) => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  const model = task.model && predictor.decode(new Uint8Array(task.model))
  return predictor.measure?.(model, openSamples(task.samples, thread)) ?? {}
}

export interface CalibrationTask extends LossesTask {
  readonly model: SharedArrayBuffer
}

export interface LearnedCalibration {
  /** JSON. Null: the predictor needs more samples, or has no calibration. */
  readonly text: string | null
  readonly seconds: number
}

export const learnCalibration: ThreadFunction<CalibrationTask, LearnedCalibration> = async (task, thread) => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  const start = performance.now()
  const model = predictor.decode(new Uint8Array(task.model))
  const learned = predictor.calibration?.learn(model, openSamples(task.samples, thread)) ?? null
  const seconds = (performance.now() - start) / 1000
  return { text: learned === null ? null : JSON.stringify(learned), seconds }
}

export interface DecodeTask {
  readonly predictorModuleUrl: string
  readonly model: SharedArrayBuffer
}

export const tryDecode: ThreadFunction<DecodeTask, boolean> = async task => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  try {
    predictor.decode(new Uint8Array(task.model))
    return true
  } catch {
    return false
  }
}

export interface BaselinesTask {
  readonly predictorModuleUrl: string
  readonly training: Shared<readonly CaseText[]>
  readonly samples: Shared<readonly CaseText[]>
}

export const measureBaselines: ThreadFunction<BaselinesTask, Readonly<Record<string, Losses>>> = async (
  task,
  thread
) => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  return predictor.baselines(openSamples(task.training, thread), openSamples(task.samples, thread))
}

export async function importPredictor(module: string): Promise<AnyPredictor> {
  const { predictor }: PredictorModule = await import(module)
  return predictor
}

function openSamples(shared: Shared<readonly CaseText[]>, thread: Thread): Samples<unknown> {
  return thread.keep(`samples/${shared.key}`, () =>
    thread.open(shared).map(({ id, group, endedAt, isSimulated = false, sample }) => ({
      id,
      group,
      isSimulated,
      endedAt: writeTime(endedAt),
      sample: JSON.parse(sample)
    }))
  )
}
