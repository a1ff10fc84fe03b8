import type { ThreadFunction } from '../ports/threads.ts'
import type { Json } from '../predictors/predictor.ts'
import { importPredictor } from './train-task.ts'

export const moduleUrl = import.meta.url

export interface AnswersTask {
  readonly predictorModuleUrl: string
  /** Null: without a model. */
  readonly model: SharedArrayBuffer | null
  readonly inputs: readonly unknown[]
}

/** The answer of a model to one input: its output, or the reason why there is none. */
export type GoldenAnswer = { readonly output: Json } | { readonly fault: string }

export const answerInputs: ThreadFunction<AnswersTask, readonly GoldenAnswer[]> = async (task, thread) => {
  const predictor = await importPredictor(task.predictorModuleUrl)
  const model = task.model && predictor.decode(new Uint8Array(task.model))
  const results = await predictor.predict(model, task.inputs, thread)
  return results.map(result => {
    if (result.ok) return { output: result.output as Json }
    return { fault: result.code === 'invalid-input' ? `${result.field} ${result.reason}` : result.reason }
  })
}
