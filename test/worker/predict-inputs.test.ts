import { expect, test } from 'vitest'
import type { AnyPredictor, Result } from '../../predictors/predictor.ts'
import { createInputStates } from '../../worker/input-states.ts'
import { predictInputs } from '../../worker/predict-inputs.ts'
import * as faulty from '../fixtures/faulty.ts'

type Predict = (inputs: readonly number[], run: { readonly isCanceled: boolean }) => unknown

/** Predicts the inputs 0 to `count` - 1; `calls` has the inputs of each call. */
function start(count: number, predict: Predict, batch?: AnyPredictor['batch']) {
  const calls: (readonly number[])[] = []
  const states = createInputStates(count)
  const predictor = {
    ...faulty.predictor,
    ...(batch && { batch }),
    predict: (_model: unknown, inputs: readonly number[], run: { readonly isCanceled: boolean }) => {
      calls.push(inputs)
      return predict(inputs, run)
    }
  } as AnyPredictor
  const inputs = Array.from({ length: count }, (_, index) => String(index))
  const predicting = () => predictInputs({ predictor, model: null, inputs, states, isCanceled: () => false })
  return { calls, states, predicting }
}
const succeed = (input: number): Result<unknown> => ({ ok: true, output: input, features: [input] })
const kinds = (answers: readonly { readonly kind: string }[]) => answers.map(({ kind }) => kind)
const batch = { maxSize: 100, maxDelayMs: 0 }

test('calls a predictor without batches once for each input', async () => {
  const { calls, predicting } = start(3, inputs => inputs.map(succeed))
  expect(await predicting()).toMatchObject([{ output: '0' }, { output: '1' }, { output: '2' }])
  expect(calls).toEqual([[0], [1], [2]])
})

test('calls a predictor with batches once for 100 inputs and again for further inputs', async () => {
  const { calls, predicting } = start(130, inputs => inputs.map(succeed), batch)
  const answers = await predicting()
  expect(answers.map(answer => answer.kind === 'answered' && answer.output)).toEqual(
    Array.from({ length: 130 }, (_, index) => String(index))
  )
  expect(calls.map(({ length }) => length)).toEqual([100, 30])
  expect(new Set(answers.slice(0, 100).map(({ seconds }) => seconds)).size).toBe(1)
})

test.each<[string, Predict]>([
  [
    'throws',
    inputs => {
      if (inputs.includes(2)) throw new Error('2 is wrong')
      return inputs.map(succeed)
    }
  ],
  [
    'rejects',
    async inputs => {
      if (inputs.includes(2)) throw new Error('2 is wrong')
      return inputs.map(succeed)
    }
  ],
  ['gives too few results', inputs => inputs.filter(input => input !== 2).map(succeed)],
  ['gives no list', inputs => (inputs.includes(2) ? null : inputs.map(succeed))]
])('when a call %s, its inputs are tried one by one and only the one at fault fails', async (_, predict) => {
  const { calls, predicting } = start(4, predict, batch)
  const answers = await predicting()
  expect(kinds(answers)).toEqual(['answered', 'answered', 'threw', 'answered'])
  expect(calls).toEqual([[0, 1, 2, 3], [0], [1], [2], [3]])
})

test('refusal, unavailability and a wrong result affect only their own input', async () => {
  const results: readonly unknown[] = [
    { ok: false, code: 'invalid-input', field: '/a', reason: 'is wrong' },
    { ok: false, code: 'unavailable', reason: 'is away' },
    { ok: false, code: 'canceled', reason: 'canceled' },
    { ok: false, code: 'strange' },
    { ok: true, features: null },
    succeed(5)
  ]
  const { calls, predicting } = start(6, () => results, batch)
  expect(await predicting()).toMatchObject([
    { kind: 'refused', field: '/a', reason: 'is wrong' },
    { kind: 'unavailable', reason: 'is away' },
    { kind: 'canceled' },
    { kind: 'threw', reason: expect.stringContaining('strange') },
    { kind: 'threw', reason: 'predict returned a result without an output' },
    { kind: 'answered', output: '5', features: '[5]' }
  ])
  expect(calls).toHaveLength(1)
})

test('skips an input that was stopped before the call', async () => {
  const { calls, states, predicting } = start(3, inputs => inputs.map(succeed), batch)
  states.stop(1)
  expect(kinds(await predicting())).toEqual(['answered', 'canceled', 'answered'])
  expect(calls).toEqual([[0, 2]])
})

test('cancels a call once all its inputs are stopped', async () => {
  const seen: boolean[] = []
  const { states, predicting } = start(
    2,
    (inputs, run) => {
      for (const input of inputs) {
        states.stop(input)
        seen.push(run.isCanceled)
      }
      return inputs.map(succeed)
    },
    batch
  )
  await predicting()
  expect(seen).toEqual([false, true])
})

test('runs calls that return promises concurrently, each with its own end', async () => {
  const resolves: (() => void)[] = []
  const { calls, states, predicting } = start(
    3,
    inputs => new Promise(resolve => resolves.push(() => resolve(inputs.map(succeed))))
  )
  const answers = predicting()
  expect(calls).toEqual([[0], [1], [2]])
  expect([0, 1, 2].map(states.callOf)).toEqual([-1, -2, -3])
  states.stop(1)
  resolves[2]!()
  resolves[0]!()
  expect(kinds(await answers)).toEqual(['answered', 'canceled', 'answered'])
  expect([0, 1, 2].map(states.callOf)).toEqual([0, 0, 0])
})

test('ends an asynchronous batch only when all its inputs are stopped', async () => {
  const { states, predicting } = start(2, () => new Promise(() => {}), batch)
  const answers = predicting()
  let isOver = false
  void answers.then(() => {
    isOver = true
  })
  states.stop(0)
  await new Promise(resolve => setImmediate(resolve))
  expect(isOver).toBe(false)
  states.stop(1)
  expect(kinds(await answers)).toEqual(['canceled', 'canceled'])
})
