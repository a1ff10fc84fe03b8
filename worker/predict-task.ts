import type { Thread, ThreadFunction } from '../ports/threads.ts'
import type { AnyPredictor, PredictorModule, Run } from '../predictors/predictor.ts'

export const moduleUrl = import.meta.url

/** A version's artefact, its bytes shared by all threads; each decodes it once. */
export interface SharedModel {
  readonly version: number
  /** sha256 of the bytes, hex. */
  readonly checksum: string
  readonly bytes: SharedArrayBuffer
}

export interface PredictTask {
  readonly predictorModule: string
  readonly model: SharedModel | null
  /** JSON texts: parsed here, off the event loop. */
  readonly inputs: readonly string[]
  /** An Int32 for each input, not 0 once it is to stop, and one more: the index of the input at work. */
  readonly flags: SharedArrayBuffer
}

export type Answer =
  /** `output` and `features` are JSON texts; a missing feature (NaN) is null. */
  | { readonly kind: 'answered'; readonly output: string; readonly features: string | null }
  | { readonly kind: 'refused'; readonly field: string; readonly reason: string }
  | { readonly kind: 'canceled' }
  /** A bug of the predictor's. */
  | { readonly kind: 'threw'; readonly reason: string; readonly stack: string }

export interface PredictAnswers {
  readonly threadId: number
  readonly answers: readonly (Answer & { readonly seconds: number })[]
}

/**
 * Predicts a batch on a thread: one call an input, so that each can be canceled by itself and what one throws touches
 * no other. Throws only for a model that does not decode.
 */
export const predictBatch: ThreadFunction<PredictTask, PredictAnswers> = async (task, thread) => {
  const { predictor, model } = await openModel(task.predictorModule, task.model, thread)
  const flags = new Int32Array(task.flags)
  const answers: (Answer & { readonly seconds: number })[] = []
  for (const [index, input] of task.inputs.entries()) {
    const start = performance.now()
    Atomics.store(flags, task.inputs.length, index)
    const run = {
      get isCanceled() {
        return Atomics.load(flags, index) !== 0 || thread.isCanceled
      }
    }
    const answer = await predictOne(predictor, model, input, run)
    answers.push({ ...answer, seconds: (performance.now() - start) / 1000 })
  }
  return { threadId: thread.id, answers }
}

/** Decodes a version on a thread before it serves. Throws what `decode` does. */
export const openVersion: ThreadFunction<Pick<PredictTask, 'predictorModule' | 'model'>, number> = async (
  task,
  thread
) => {
  await openModel(task.predictorModule, task.model, thread)
  return thread.id
}

async function openModel(predictorModule: string, shared: SharedModel | null, thread: Thread) {
  const { predictor } = (await import(predictorModule)) as PredictorModule
  if (!shared) return { predictor, model: null }
  const key = `${predictor.name}/${shared.version}/${shared.checksum}`
  return { predictor, model: thread.keep(key, () => predictor.decode(new Uint8Array(shared.bytes))) }
}

async function predictOne(predictor: AnyPredictor, model: unknown, input: string, run: Run): Promise<Answer> {
  if (run.isCanceled) return { kind: 'canceled' }
  try {
    const [result] = await predictor.predict(model, [JSON.parse(input)], run)
    if (result === undefined) throw new Error('predict gave no result')
    if (result.ok) {
      const { output, features } = result
      return {
        kind: 'answered',
        output: JSON.stringify(output),
        features: features && JSON.stringify(features)
      }
    }
    if (result.code === 'canceled') return { kind: 'canceled' }
    return { kind: 'refused', field: result.field, reason: result.reason }
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    return { kind: 'threw', reason: message, stack: stack ?? message }
  }
}
