import type { Clock } from '../../ports/clock.ts'
import type { Health, Problem } from '../../ports/health.ts'
import type { Log } from '../../ports/log.ts'
import type { JobQueue } from '../../ports/queue.ts'
import { startPeriodic } from '../../relay/periodic.ts'
import { predictQueue } from '../../stores/predictions/job.ts'
import type { Worker, WorkerStatus } from '../../worker/start-worker.ts'

const EVERY_MILLISECONDS = 1_000

type PredictorStatus = WorkerStatus['predictors'][string]

/** Whether jobs are answered by the version that should, and whether those that wait are taken up. */
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
    remedy: 'Roll back to a version that loads, or see that the object store answers.',
    isSilent: true
  })
  const jobs = health.component({
    name: 'worker',
    role: 'worker',
    remedy: 'Restart the worker if jobs keep waiting: their messages go to another one.'
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
        predictors.map(async ([name, line]) => {
          if (line.begun !== begun.get(name)) jobs.noteProgress()
          begun.set(name, line.begun)
          // With every place taken none can be begun; what runs has its deadline.
          if (line.inFlight >= line.maxInFlight) return false
          return line.waiting > 0 || (await queue.depth(predictQueue(name))).ready > 0
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

/** An older version answers less well; without any, or before it is known which, nothing should be answered. */
export function judgeModel(name: string, status: PredictorStatus): Problem | null {
  const { wanted, serving, problem, isKnown } = status
  if (!isKnown)
    return { state: 'failed', cause: problem ?? `${name}: it is not known yet which version should answer` }
  if (problem === null) return null
  const used = serving === null ? 'no version' : `version ${serving}`
  return {
    state: serving === null && wanted !== null ? 'failed' : 'degraded',
    cause: `${name} is answered by ${used} instead of ${wanted ?? 'none'}: ${problem}`
  }
}
