import { expect, test } from 'vitest'
import type { Threads } from '../../ports/threads.ts'
import { openInputStates } from '../../worker/input-states.ts'
import type { PredictAnswers, PredictTask } from '../../worker/predict-task.ts'
import { runBatch } from '../../worker/run-batch.ts'
import { buildSetClock } from '../harness/set-clock.ts'

/** Runs two jobs on a thread that the test controls: `begin` starts a call with one job, `answer` answers all. */
function start() {
  const clock = buildSetClock()
  const stops = [new AbortController(), new AbortController()]
  let task: PredictTask | undefined
  const signals: AbortSignal[] = []
  const answered = Promise.withResolvers<PredictAnswers>()
  const threads = {
    async run({ payload }: { readonly payload: PredictTask }, options: { readonly signal: AbortSignal }) {
      task = payload
      signals.push(options.signal)
      options.signal.addEventListener('abort', () => answered.reject(options.signal.reason))
      return answered.promise
    }
  } as unknown as Threads
  const settings = { clock, threads, predictorModuleUrl: 'm', graceSeconds: 1 }
  const jobs = stops.map(stop => ({ input: '{}', stop: stop.signal }))
  const ends = runBatch(settings, null, jobs)
  ends.catch(() => {})
  const states = openInputStates(task!.states)
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await new Promise(setImmediate)
  }
  const answer = { kind: 'answered' as const, output: '1', features: null, seconds: 0.5 }
  return {
    stops,
    states,
    ends,
    pass,
    begin: (index: number) => states.begin(index + 1, [index]),
    end: (index: number) => states.end([index]),
    answer: () => answered.resolve({ threadId: 7, answers: [answer, answer], calibrationFault: null }),
    isEnded: () => signals[0]!.aborted
  }
}

test('ends the thread of a job that continues after its stop signal', async () => {
  const { stops, states, pass, begin, isEnded } = start()
  begin(0)
  expect(states.isStopped(0)).toBe(false)
  stops[0]!.abort('lost')
  expect([0, 1].map(states.isStopped)).toEqual([true, false])
  await pass(999)
  expect(isEnded()).toBe(false)
  await pass(1)
  expect(isEnded()).toBe(true)
})

test('keeps the thread when the stopped job has ended or not started', async () => {
  const { stops, ends, pass, begin, end, answer, isEnded } = start()
  begin(0)
  stops[0]!.abort('lost')
  end(0)
  begin(1)
  await pass(1_000)
  expect(isEnded()).toBe(false)
  answer()
  expect(await ends).toMatchObject([
    { kind: 'answered', threadId: 7 },
    { kind: 'answered', threadId: 7 }
  ])
})

test('keeps the thread once the batch is answered', async () => {
  const { stops, ends, pass, begin, answer, isEnded } = start()
  begin(1)
  stops[1]!.abort('lost')
  answer()
  await ends
  await pass(1_000)
  expect(isEnded()).toBe(false)
})
