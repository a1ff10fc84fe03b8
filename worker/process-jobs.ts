import type { Clock } from '../ports/clock.ts'
import { Failure, isUnavailable } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import type { Delivery } from '../ports/queue.ts'
import { retry } from '../ports/retry/retry.ts'
import type { RetryPolicy } from '../ports/retry/retry-policy.ts'
import { toError } from '../ports/to-error.ts'
import type { ClaimedPrediction } from '../stores/predictions.ts'
import type { CurrentModel } from './current-model.ts'
import { judge, type Verdict } from './judge.ts'
import type { SharedModel } from './predict-task.ts'
import { type BatchSettings, runBatch } from './run-batch.ts'
import type { JobRows, RunningJobs } from './running-jobs.ts'
import type { WorkerFigures } from './worker-figures.ts'

/** For unavailable databases and queues, until shutdown. */
export const JOB_RETRY: RetryPolicy = { firstDelayMs: 50, maxDelayMs: 1_000 }

/** The content of a message and its delivery. */
export interface Job {
  readonly id: string
  readonly generation: number
  readonly delivery: Delivery
}

interface ProcessOptions {
  readonly batch: BatchSettings
  readonly predictions: JobRows
  readonly model: CurrentModel
  readonly running: RunningJobs
  readonly figures: WorkerFigures
  readonly clock: Clock
  readonly log: Log
  readonly owner: string
  readonly leaseSeconds: number
  /** Fires when draining takes too long: jobs in flight return to the queue. */
  readonly giveUp: AbortSignal
}

interface Work {
  readonly claim: ClaimedPrediction
  readonly stop: AbortSignal
  readonly claimedAt: number
  readonly queuedSeconds: number
}

/**
 * Claims the rows of a batch, predicts, writes the results, and only then settles the deliveries. Never rejects: a job
 * whose result cannot be written returns to the queue, and another attempt reads its row again.
 */
export async function processJobs(options: ProcessOptions, jobs: readonly Job[]): Promise<void> {
  const { predictions, model, running, clock, log, giveUp } = options
  const unsettled = new Set(jobs)
  const works: Work[] = []
  try {
    works.push(...(await claim()))
    const isClaimed = new Set(works.map(work => keyOf(work.claim)))
    settle(job => !isClaimed.has(keyOf(job)))
    const groups = Map.groupBy(works, work => work.claim.pinnedVersion)
    await Promise.all([...groups].map(([version, group]) => runGroup(version, group)))
  } catch (error) {
    log.error('batch returned to the queue', { jobs: unsettled.size, error })
  } finally {
    for (const work of works) running.remove(work.claim)
    for (const { delivery } of unsettled) delivery.release()
  }

  async function claim(): Promise<readonly Work[]> {
    const claims = await retryWhileUnavailable(() =>
      predictions.claim(jobs, options.owner, options.leaseSeconds)
    )
    return claims.map(claim => ({
      claim,
      stop: running.add(claim),
      claimedAt: clock.monotonic(),
      queuedSeconds: Math.max(0, (clock.now() - claim.createdAt) / 1000)
    }))
  }

  function retryWhileUnavailable<T>(work: () => Promise<T>): Promise<T> {
    return retry(work, {
      policy: JOB_RETRY,
      clock,
      signal: giveUp,
      isRetryable: isUnavailable,
      onFailure: error => log.warn('database is unavailable; will retry', { error })
    })
  }

  function settle(isSettled: (job: Job) => boolean): void {
    for (const job of unsettled) {
      if (!isSettled(job)) continue
      unsettled.delete(job)
      job.delivery.done()
    }
  }

  async function runGroup(pinned: number | null, group: readonly Work[]): Promise<void> {
    const verdicts = await judgeGroup(pinned, group)
    const claims = group.map(({ claim }) => claim)
    const released = claims.filter((_, index) => verdicts[index]?.is === 'released')
    await Promise.all([write(verdicts), released.length > 0 && predictions.release(released)])
    const isSettled = new Set(claims.map(keyOf))
    for (const claim of released) isSettled.delete(keyOf(claim))
    settle(job => isSettled.has(keyOf(job)))
  }

  async function judgeGroup(pinned: number | null, group: readonly Work[]): Promise<readonly Verdict[]> {
    try {
      const version = pinned === null ? await model.serving() : await model.pinned(pinned)
      return await predict(version, group)
    } catch (error) {
      return group.map(({ claim }) => judgeError(claim, error))
    }
  }

  async function predict(version: SharedModel | null, group: readonly Work[]): Promise<readonly Verdict[]> {
    options.figures.countBatch(group.length)
    const batch = group.map(({ claim, stop }) => ({ input: claim.input, stop }))
    const ends = await runBatch(options.batch, version, batch)
    const over = clock.monotonic()
    const unavailable = ends.filter(end => end.kind === 'unavailable')
    if (unavailable[0])
      log.warn('predictor is unavailable; will retry', {
        jobs: unavailable.length,
        reason: unavailable[0].reason
      })
    return ends.map((end, index) => {
      const { claim, claimedAt, queuedSeconds, stop } = group[index]!
      options.figures.countEnd(end)
      if (end.threadId !== null) model.sawThread(end.threadId, version?.version ?? null)
      if (end.kind === 'threw')
        log.error('predictor threw an error', {
          prediction: claim.id,
          requestId: claim.requestId,
          stack: end.stack
        })
      const waitingSeconds = Math.max(0, (over - claimedAt) / 1000 - end.seconds)
      return judge(claim, version, end, { queuedSeconds, waitingSeconds, stop })
    })
  }

  /** For a group that could not run: its pinned version was deleted, or the threads are closed. */
  function judgeError(claim: ClaimedPrediction, error: unknown): Verdict {
    if (error instanceof Failure && error.kind === 'caller') {
      const { code, message: reason } = error
      const none = { modelVersion: null, modelChecksum: null, timings: null }
      return { is: 'ended', ending: { claim, state: 'failed', code, reason, ...none } }
    }
    if (giveUp.aborted) return { is: 'released' }
    const { message: reason } = toError(error)
    log.error('batch could not be run', { prediction: claim.id, error })
    const code = error instanceof Failure ? error.code : 'internal'
    return { is: 'postponed', postponement: { claim, code, reason } }
  }

  async function write(verdicts: readonly Verdict[]): Promise<void> {
    const endings = verdicts.flatMap(verdict => (verdict.is === 'ended' ? [verdict.ending] : []))
    const postponements = verdicts.flatMap(verdict =>
      verdict.is === 'postponed' ? [verdict.postponement] : []
    )
    if (endings.length > 0)
      options.figures.countWritten(endings, await retryWhileUnavailable(() => predictions.finish(endings)))
    if (postponements.length > 0) await retryWhileUnavailable(() => predictions.postpone(postponements))
  }
}

function keyOf({ id, generation }: { readonly id: string; readonly generation: number }): string {
  return `${id}/${generation}`
}
