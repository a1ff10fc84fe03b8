import type { AnyPredictor, Result } from '../predictors/predictor.ts'
import type { InputStates } from './input-states.ts'

export type Answer =
  /** `output` and `features` are JSON texts; a missing feature (NaN) is null. */
  | { readonly kind: 'answered'; readonly output: string; readonly features: string | null }
  | { readonly kind: 'refused'; readonly field: string; readonly reason: string }
  /** A server that the predictor depends on is unavailable. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'canceled' }
  /** A bug of the predictor. */
  | { readonly kind: 'threw'; readonly reason: string; readonly stack: string }

/** `seconds`: duration of the call of `predict` that gave the answer. All inputs of one call have the same. */
export type TimedAnswer = Answer & { readonly seconds: number }

interface PredictCalls {
  readonly predictor: AnyPredictor
  readonly model: unknown
  /** JSON texts. */
  readonly inputs: readonly string[]
  readonly states: InputStates
  /** Whether the whole batch is canceled. */
  isCanceled(): boolean
}

/**
 * Returns one answer for each input, in order. A call has up to `batch.maxSize` inputs, or one where the predictor
 * declares no batch. Calls that return promises run concurrently. When a call with several inputs throws or returns a
 * wrong number of results, each of its inputs is called alone, so that only the faulty one fails. An input that is
 * stopped before its call is skipped. Never rejects.
 */
export async function predictInputs(options: PredictCalls): Promise<readonly TimedAnswer[]> {
  const { predictor, model, inputs, states, isCanceled } = options
  const answers: TimedAnswer[] = []
  const maxSize = predictor.batch?.maxSize ?? 1
  let callCount = 0
  const chunks: Promise<void>[] = []
  for (let from = 0; from < inputs.length; from += maxSize) {
    const count = Math.min(maxSize, inputs.length - from)
    chunks.push(answerAll(Array.from({ length: count }, (_, offset) => from + offset)))
  }
  await Promise.all(chunks)
  return answers

  async function answerAll(indexes: readonly number[]): Promise<void> {
    const going: number[] = []
    const values: unknown[] = []
    for (const index of indexes) {
      if (isCanceled() || states.isStopped(index)) answers[index] = { kind: 'canceled', seconds: 0 }
      else {
        try {
          values.push(JSON.parse(inputs[index] ?? ''))
          going.push(index)
        } catch (error) {
          answers[index] = { ...toThrew(error), seconds: 0 }
        }
      }
    }
    if (going.length === 0) return
    const start = performance.now()
    try {
      const given = call(going, values)
      const results = given instanceof Promise ? await given : given
      const seconds = (performance.now() - start) / 1000
      for (const [place, index] of going.entries())
        answers[index] = { ...(results ? toAnswer(results[place]) : { kind: 'canceled' }), seconds }
    } catch (error) {
      const seconds = (performance.now() - start) / 1000
      const [first] = going
      if (first !== undefined && going.length === 1) answers[first] = { ...toThrew(error), seconds }
      else await Promise.all(going.map(index => answerAll([index])))
    }
  }

  type Given = readonly Result<unknown>[] | null

  /** Null: all inputs were stopped before the results arrived. */
  function call(indexes: readonly number[], values: readonly unknown[]): Given | Promise<Given> {
    const number = ++callCount
    const run = {
      get isCanceled() {
        return isCanceled() || indexes.every(states.isStopped)
      }
    }
    states.begin(number, indexes)
    let given: ReturnType<AnyPredictor['predict']> | null = null
    try {
      given = predictor.predict(model, values, run)
      return given instanceof Promise ? wait(given) : checkCount(given)
    } finally {
      if (!(given instanceof Promise)) states.end(indexes)
    }

    async function wait(promise: Promise<readonly Result<unknown>[]>): Promise<Given> {
      states.begin(-number, indexes)
      try {
        const results = await Promise.race([promise, states.whenStopped(indexes)])
        return results === undefined && run.isCanceled ? null : checkCount(results)
      } finally {
        states.end(indexes)
      }
    }

    function checkCount(results: unknown): readonly Result<unknown>[] {
      if (!Array.isArray(results)) throw new TypeError('predict must return an array of results')
      if (results.length !== indexes.length)
        throw new TypeError(`predict returned ${results.length} results for ${indexes.length} inputs`)
      return results
    }
  }
}

function toAnswer(result: Result<unknown> | undefined): Answer {
  try {
    if (result?.ok) {
      const { output, features } = result
      const text = JSON.stringify(output)
      if (text === undefined) throw new TypeError('predict returned a result without an output')
      return { kind: 'answered', output: text, features: features && JSON.stringify(features) }
    }
    switch (result?.code) {
      case 'canceled':
        return { kind: 'canceled' }
      case 'invalid-input':
        return { kind: 'refused', field: result.field, reason: result.reason }
      case 'unavailable':
        return { kind: 'unavailable', reason: result.reason }
      default:
        throw new TypeError(`predict returned an unknown kind of result: ${JSON.stringify(result)}`)
    }
  } catch (error) {
    return toThrew(error)
  }
}

function toThrew(error: unknown): Answer {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'threw', reason: message, stack: stack ?? message }
}
