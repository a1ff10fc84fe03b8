import type { Clock } from '../../ports/clock.ts'
import type { Health, Problem } from '../../ports/health.ts'
import type { Log } from '../../ports/log.ts'
import type { JobQueue } from '../../ports/queue.ts'
import { startPeriodic } from '../../relay/periodic.ts'
import { predictQueue } from '../../stores/predictions/job.ts'
import type { Worker, WorkerStatus } from '../../worker/start-worker.ts'

const EVERY_MILLISECONDS = 1_000

type PredictorStatus = WorkerStatus['predictors'][string]

/** Watches whether the live version answers jobs, and whether the worker starts the jobs that wait. */
export function watchWorker(
  parts: {
    readonly health: Health
    readonly queue: Pick<JobQueue, 'depth'>
    readonly clock: Clock
    readonly log: Log
  },
  worker: Pick<Worker, 'status' | 'known'>
): { close(): Promise<void> } {
  const { health, queue, clock, log } = parts
  const model = health.component({
    name: 'worker model',
    role: 'worker',
    remedy: 'Roll back to a version that loads, or check that the object store answers.',
    isSilent: true
  })
  const jobs = health.component({
    name: 'worker',
    role: 'worker',
    remedy: 'Restart the worker if jobs keep waiting: another worker then receives them.'
  })
  const begun = new Map<string, number>()

  const watching = startPeriodic({
    name: 'worker watch',
    clock,
    log,
    everyMilliseconds: EVERY_MILLISECONDS,
    async run() {
      const predictors = Object.entries(worker.status().predictors)
      const [problem] = predictors.flatMap(entry => judgeModel(...entry) ?? [])
      if (problem) model.reportProblem(problem)
      else model.clearProblem()
      const waiting = await Promise.all(
        predictors.map(async ([name, status]) => {
          if (status.begun !== begun.get(name)) jobs.noteProgress()
          begun.set(name, status.begun)
          // A worker at its limit cannot start a job. The running jobs have their deadlines.
          if (status.inFlight >= status.maxInFlight) return false
          return status.waiting > 0 || (await queue.depth(predictQueue(name))).ready > 0
        })
      )
      if (waiting.includes(true)) jobs.noteWork()
      else jobs.noteIdle()
      return 'done'
    }
  })
  void worker.known.then(watching.wake)
  return watching
}

/** An older version than the live one is a degradation. No version, or an unknown live version, is a failure. */
export function judgeModel(name: string, status: PredictorStatus): Problem | null {
  const { wanted, serving, problem, isKnown } = status
  if (!isKnown) return { state: 'failed', cause: problem ?? `${name}: the live version is not known yet` }
  if (problem === null) return null
  const used = serving === null ? 'no version' : `version ${serving}`
  return {
    state: serving === null && wanted !== null ? 'failed' : 'degraded',
    cause: `${name} uses ${used} instead of ${wanted === null ? 'none' : `version ${wanted}`}: ${problem}`
  }
}
