import type { Thread, ThreadFunction } from '../ports/threads.ts'
import { toError } from '../ports/to-error.ts'
import type { AnyPredictor, PredictorModule } from '../predictors/predictor.ts'
import { openInputStates } from './input-states.ts'
import { predictInputs, type TimedAnswer } from './predict-inputs.ts'

export const moduleUrl = import.meta.url

/** The artefact of a version. All threads share its bytes, and each decodes them once. */
export interface SharedModel {
  readonly version: number
  /** sha256 of the bytes, hex. */
  readonly checksum: string
  readonly bytes: SharedArrayBuffer
  /** Absent: the version answers as it was trained. */
  readonly calibration?: SharedCalibration
}

/** A calibration of a version. */
export interface SharedCalibration {
  readonly learnedAt: number
  readonly cases: number
  /** JSON. */
  readonly text: string
}

export interface PredictTask {
  readonly predictorModuleUrl: string
  readonly model: SharedModel | null
  /** JSON texts, parsed on the thread, not on the event loop. */
  readonly inputs: readonly string[]
  /** The buffer of the InputStates. */
  readonly states: SharedArrayBuffer
}

export interface PredictAnswers {
  readonly threadId: number
  readonly answers: readonly TimedAnswer[]
  /** The reason why the calibration of the model could not be applied. Null: it was, or there is none. */
  readonly calibrationFault: string | null
}

/** Predicts a batch on a thread. Throws only when the model cannot be decoded. */
export const predictBatch: ThreadFunction<PredictTask, PredictAnswers> = async (task, thread) => {
  const { predictor, model, calibrationFault } = await openModel(task.predictorModuleUrl, task.model, thread)
  const states = openInputStates(task.states)
  const isCanceled = () => thread.isCanceled
  const answers = await predictInputs({ predictor, model, inputs: task.inputs, states, isCanceled })
  return { threadId: thread.id, answers, calibrationFault }
}

/** Decodes a version on a thread before it goes live. Throws the error of `decode`. */
export const openVersion: ThreadFunction<Pick<PredictTask, 'predictorModuleUrl' | 'model'>, number> = async (
  task,
  thread
) => {
  await openModel(task.predictorModuleUrl, task.model, thread)
  return thread.id
}

/** A version on a thread, with the calibration that it answered with last. */
interface OpenedVersion {
  readonly plain: unknown
  /** JSON. */
  calibration: string | null
  calibrated: unknown
  calibrationFault: string | null
}

async function openModel(predictorModuleUrl: string, shared: SharedModel | null, thread: Thread) {
  const { predictor }: PredictorModule = await import(predictorModuleUrl)
  if (!shared) return { predictor, model: null, calibrationFault: null }
  const key = `${predictor.name}/${shared.version}/${shared.checksum}`
  const opened = thread.keep<OpenedVersion>(key, () => {
    const plain = predictor.decode(new Uint8Array(shared.bytes))
    return { plain, calibration: null, calibrated: plain, calibrationFault: null }
  })
  if (!shared.calibration) return { predictor, model: opened.plain, calibrationFault: null }
  calibrate(predictor, opened, shared.calibration)
  const { calibrated: model, calibrationFault } = opened
  return { predictor, model, calibrationFault }
}

/** If the calibration cannot be applied, the version answers as it was trained. */
function calibrate(predictor: AnyPredictor, opened: OpenedVersion, { text }: SharedCalibration): void {
  if (opened.calibration === text) return
  opened.calibration = text
  opened.calibrated = opened.plain
  opened.calibrationFault = null
  try {
    const calibrated = predictor.calibration?.apply(opened.plain, JSON.parse(text))
    if (calibrated !== undefined) opened.calibrated = calibrated
  } catch (error) {
    opened.calibrationFault = toError(error).message
  }
}
