import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { ClaimedPrediction, Predictions } from '../stores/predictions.ts'

/** The part of the predictions store that a worker uses. */
export type JobRows = Pick<
  Predictions,
  'claim' | 'finish' | 'postpone' | 'release' | 'renew' | 'lost' | 'onCanceled'
>

/** Why a running job must stop. */
export type StopReason = 'deadline' | 'lost' | 'draining'

/** The jobs that this worker has claimed. Watches their leases, deadlines and cancellations. */
export interface RunningJobs {
  /** Returns a signal that fires with a StopReason when the job must stop. */
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
/** How often rows are read for cancellations by other processes. */
const askMilliseconds = 1_000

/** Renews leases at a third of their length. Stops a job whose claim was lost; its answer is dropped. */
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
      log.warn('leases of running jobs could not be checked or renewed', { error })
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
