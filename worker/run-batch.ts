import type { Clock } from '../ports/clock.ts'
import { ThreadCrash, type Threads } from '../ports/threads.ts'
import { createInputStates } from './input-states.ts'
import type { Answer } from './predict-inputs.ts'
import { moduleUrl, type PredictAnswers, type PredictTask, type SharedModel } from './predict-task.ts'
import type { StopReason } from './running-jobs.ts'

/** One job of a batch. */
interface BatchJob {
  /** JSON text. */
  readonly input: string
  /** Fires when the job must stop: canceled, claimed by another worker, or past its deadline. */
  readonly stop: AbortSignal
}

export type JobEnd = (Answer | { readonly kind: 'crashed'; readonly reason: string }) & {
  readonly seconds: number
  readonly threadId: number | null
}

export interface BatchSettings {
  readonly clock: Clock
  readonly threads: Threads
  readonly predictorModuleUrl: string
  /** How long a stopped job may continue before its thread is ended. */
  readonly graceSeconds: number
  /** Called if a thread could not apply the calibration of the model. The jobs were answered without it. */
  readonly onCalibrationFault?: (model: SharedModel, reason: string) => void
}

/**
 * Runs a batch on a thread. Returns one end for each job, in order. When the thread dies, runs the jobs again one by one,
 * so that only the job that crashes its thread fails. Throws only when the threads are closed or the model is damaged.
 */
export async function runBatch(
  settings: BatchSettings,
  model: SharedModel | null,
  jobs: readonly BatchJob[]
): Promise<readonly JobEnd[]> {
  try {
    return await runOnThread(settings, model, jobs)
  } catch (error) {
    if (!(error instanceof ThreadCrash)) throw error
    if (jobs.length > 1) return runOneByOne(settings, model, jobs)
    const isStopped = jobs[0]?.stop.aborted
    const end = isStopped ? canceled : ({ kind: 'crashed', reason: error.message } as const)
    return [{ ...end, seconds: 0, threadId: null }]
  }
}

const canceled = { kind: 'canceled' } as const

async function runOneByOne(settings: BatchSettings, model: SharedModel | null, jobs: readonly BatchJob[]) {
  const ends: JobEnd[] = []
  for (const job of jobs) {
    if (job.stop.aborted) ends.push({ ...canceled, seconds: 0, threadId: null })
    else ends.push(...(await runBatch(settings, model, [job])))
  }
  return ends
}

async function runOnThread(
  { threads, predictorModuleUrl, clock, graceSeconds, onCalibrationFault }: BatchSettings,
  model: SharedModel | null,
  jobs: readonly BatchJob[]
): Promise<readonly JobEnd[]> {
  const states = createInputStates(jobs.length)
  const end = new AbortController()
  const over = new AbortController()
  for (const [index, { stop }] of jobs.entries()) {
    const onAbort = () => {
      states.stop(index)
      void endIfStuck(index)
    }
    if (stop.aborted) states.stop(index)
    else stop.addEventListener('abort', onAbort, { once: true, signal: over.signal })
  }

  /**
   * Ends the thread when it still runs the stopped job; the other jobs of the batch run again. A call that other jobs
   * await may continue, unless the deadline has passed and the call blocks the thread.
   */
  async function endIfStuck(index: number): Promise<void> {
    await clock.sleep(graceSeconds * 1000, over.signal)
    const call = states.callOf(index)
    if (over.signal.aborted || call === 0) return
    const isAwaited = jobs.some(({ stop }, other) => !stop.aborted && states.callOf(other) === call)
    const isDeadline = jobs[index]?.stop.reason === ('deadline' satisfies StopReason)
    if (isAwaited && (call < 0 || !isDeadline)) return
    end.abort(new ThreadCrash('predictBatch', `the prediction did not stop within ${graceSeconds} s`))
  }

  try {
    const inputs = jobs.map(({ input }) => input)
    const payload: PredictTask = { predictorModuleUrl, model, inputs, states: states.buffer }
    const task = { module: moduleUrl, name: 'predictBatch', payload }
    const options = { signal: end.signal, graceSeconds: 0 }
    const { threadId, answers, calibrationFault } = await threads.run<PredictTask, PredictAnswers>(
      task,
      options
    )
    if (model && calibrationFault !== null) onCalibrationFault?.(model, calibrationFault)
    return answers.map(answer => ({ ...answer, threadId }))
  } finally {
    over.abort()
  }
}
