import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { ClaimedPrediction, Predictions } from '../stores/predictions.ts'

/** What a worker does with the rows of predictions. */
export type JobRows = Pick<
  Predictions,
  'claim' | 'finish' | 'postpone' | 'release' | 'renew' | 'lost' | 'onCanceled'
>

/** Why a running job was told to stop. */
export type StopReason = 'deadline' | 'lost' | 'draining'

/** The jobs that this worker has claimed: their leases, deadlines and cancellations. */
export interface RunningJobs {
  /** Fires with a StopReason when the job is to stop. */
  add(job: ClaimedPrediction): AbortSignal
  remove(job: ClaimedPrediction): void
  stopAll(reason: StopReason): void
  readonly size: number
  close(): void
}

interface RunningJobsOptions {
  readonly predictions: JobRows
  readonly clock: Clock
  readonly log: Log
  readonly leaseSeconds: number
}

const tickMilliseconds = 200
/** How often the rows are asked who was canceled by another process. */
const askMilliseconds = 1_000

/** Leases are renewed at a third of their length; a job whose row is another's is stopped, and its answer dropped. */
export function startRunningJobs({ predictions, clock, log, leaseSeconds }: RunningJobsOptions): RunningJobs {
  const jobs = new Map<string, { job: ClaimedPrediction; stop: AbortController }>()
  const closing = new AbortController()
  const stopListening = predictions.onCanceled(id => jobs.get(id)?.stop.abort('lost' satisfies StopReason))
  void watch()

  async function watch(): Promise<void> {
    let asked = clock.monotonic()
    let renewed = asked
    while (!closing.signal.aborted) {
      await clock.sleep(tickMilliseconds, closing.signal)
      stopOverdue()
      const now = clock.monotonic()
      if (jobs.size === 0 || now - asked < askMilliseconds) continue
      asked = now
      const isRenewal = now - renewed >= (leaseSeconds * 1000) / 3
      if (isRenewal) renewed = now
      await stopLost(isRenewal)
    }
  }

  function stopOverdue(): void {
    for (const { job, stop } of jobs.values())
      if (job.deadlineAt <= clock.now()) stop.abort('deadline' satisfies StopReason)
  }

  async function stopLost(isRenewal: boolean): Promise<void> {
    const claims = [...jobs.values()].map(({ job }) => job)
    try {
      const lost = await (isRenewal ? predictions.renew(claims, leaseSeconds) : predictions.lost(claims))
      for (const id of lost) jobs.get(id)?.stop.abort('lost' satisfies StopReason)
    } catch (error) {
      log.warn('leases of running jobs could not be asked', { error })
    }
  }

  return {
    add(job) {
      const stop = new AbortController()
      jobs.set(job.id, { job, stop })
      return stop.signal
    },
    remove: job => void jobs.delete(job.id),
    stopAll(reason) {
      for (const { stop } of jobs.values()) stop.abort(reason)
    },
    get size() {
      return jobs.size
    },
    close() {
      closing.abort()
      stopListening()
    }
  }
}
