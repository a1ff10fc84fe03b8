import type { Thread, ThreadFunction } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import { openInputStates } from './input-states.ts'
import { predictInputs, type TimedAnswer } from './predict-inputs.ts'

export const moduleUrl = import.meta.url

/** The artefact of a version. All threads share its bytes, and each decodes them once. */
export interface SharedModel {
  readonly version: number
  /** sha256 of the bytes, hex. */
  readonly checksum: string
  readonly bytes: SharedArrayBuffer
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
}

/** Predicts a batch on a thread. Throws only when the model cannot be decoded. */
export const predictBatch: ThreadFunction<PredictTask, PredictAnswers> = async (task, thread) => {
  const { predictor, model } = await openModel(task.predictorModuleUrl, task.model, thread)
  const states = openInputStates(task.states)
  const isCanceled = () => thread.isCanceled
  const answers = await predictInputs({ predictor, model, inputs: task.inputs, states, isCanceled })
  return { threadId: thread.id, answers }
}

/** Decodes a version on a thread before it goes live. Throws the error of `decode`. */
export const openVersion: ThreadFunction<Pick<PredictTask, 'predictorModuleUrl' | 'model'>, number> = async (
  task,
  thread
) => {
  await openModel(task.predictorModuleUrl, task.model, thread)
  return thread.id
}

async function openModel(predictorModuleUrl: string, shared: SharedModel | null, thread: Thread) {
  const { predictor }: PredictorModule = await import(predictorModuleUrl)
  if (!shared) return { predictor, model: null }
  const key = `${predictor.name}/${shared.version}/${shared.checksum}`
  return { predictor, model: thread.keep(key, () => predictor.decode(new Uint8Array(shared.bytes))) }
}
