import type { Clock } from '../ports/clock.ts'
import { isUnavailable } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Delivery, JobQueue, QueueConsumer } from '../ports/queue.ts'
import { retry } from '../ports/retry/retry.ts'
import type { Threads } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Calibrations } from '../stores/calibrations.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import { isLowJob, predictQueue } from '../stores/predictions/job.ts'
import { type Batcher, buildBatcher } from './batcher.ts'
import { type ModelStatus, startCurrentModel } from './current-model.ts'
import { JOB_RETRY, type Job, processJobs } from './process-jobs.ts'
import { type JobRows, startRunningJobs } from './running-jobs.ts'
import { buildWorkerFigures } from './worker-figures.ts'

interface WorkerSettings {
  /**
   * Size of a batch, and how long a job may wait for others while batches run, for a predictor that declares no batch.
   * Answers are written together: larger batches have more throughput and more latency.
   */
  readonly maxBatch: number
  readonly maxDelayMs: number
  /** How long a claim lasts without renewal. */
  readonly leaseSeconds: number
  /** How long a stopped job may continue before its thread is ended. */
  readonly graceSeconds: number
  /** How long close() waits for running jobs before it returns them to the queue. */
  readonly drainSeconds: number
  /** Number of pinned versions kept in memory besides the live one. */
  readonly maxPinnedVersions: number
  /** How often newer calibrations are looked for if no hint arrives. */
  readonly calibrationPollMilliseconds: number
}

const defaultWorkerSettings: WorkerSettings = {
  maxBatch: 32,
  maxDelayMs: 5,
  leaseSeconds: 10,
  graceSeconds: 1,
  drainSeconds: 10,
  maxPinnedVersions: 3,
  calibrationPollMilliseconds: 5_000
}

export interface WorkerOptions {
  readonly predictors: readonly PredictorModule[]
  readonly queue: JobQueue
  readonly predictions: JobRows
  readonly versions: ModelVersions
  readonly calibrations: Pick<Calibrations, 'list' | 'find' | 'onPut'>
  readonly threads: Threads
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Unique for each start of a process. Claimed rows contain it. */
  readonly owner: string
  readonly settings?: Partial<WorkerSettings>
}

export interface Worker {
  status(): WorkerStatus
  /** Resolves once the live version of each predictor is known: before that, no job is consumed. */
  readonly known: Promise<void>
  /** Reads the history of a predictor now: a hint reported a promotion or rollback. */
  look(predictor: string): Promise<void>
  /** Stops consuming, completes or returns the jobs in flight, in about drainSeconds. The threads stay open. */
  close(): Promise<void>
}

export interface WorkerStatus {
  readonly isReady: boolean
  readonly threads: number
  readonly predictors: Readonly<Record<string, ModelStatus & LineStatus>>
}

interface LineStatus {
  /** Delivered jobs that are in no batch yet. */
  readonly waiting: number
  /** Number of running batches, and its limit. */
  readonly inFlight: number
  readonly maxInFlight: number
  /** Number of batches started since the start of the worker. */
  readonly begun: number
}

/** Runs the jobs of each registered predictor. */
export function startWorker(options: WorkerOptions): Worker {
  const { threads } = options
  const lines = options.predictors.map(predictorModule => startLine(options, predictorModule))

  function status(): WorkerStatus {
    const statuses = lines.map(line => [line.name, line.status()] as const)
    const isReady = statuses.every(
      ([, { problem, wanted, serving }]) => problem === null && wanted === serving
    )
    return { isReady, threads: threads.size, predictors: Object.fromEntries(statuses) }
  }

  return {
    status,
    known: Promise.all(lines.map(line => line.known)).then(() => {}),
    look: async predictor => lines.find(({ name }) => name === predictor)?.look(),
    async close() {
      await Promise.all(lines.map(line => line.close()))
    }
  }
}

/** Consumes, batches and processes the jobs of one predictor. */
function startLine(options: WorkerOptions, predictorModule: PredictorModule) {
  const { queue, predictions, threads, clock, owner } = options
  const { name, batch: declared } = predictorModule.predictor
  const settings = { ...defaultWorkerSettings, ...options.settings }
  const { leaseSeconds, graceSeconds } = settings
  const { maxSize, maxDelayMs } = declared ?? { maxSize: settings.maxBatch, maxDelayMs: settings.maxDelayMs }
  const log = options.log.child({ predictor: name })
  const closing = new AbortController()
  const giveUp = new AbortController()
  const model = startCurrentModel({
    ...options,
    predictorModule,
    maxPinnedVersions: settings.maxPinnedVersions + 1,
    calibrationPollMilliseconds: settings.calibrationPollMilliseconds
  })
  const running = startRunningJobs({ predictions, clock, log, leaseSeconds })
  const figures = buildWorkerFigures(options.metrics, name)
  const batch = {
    clock,
    threads,
    predictorModuleUrl: predictorModule.moduleUrl,
    graceSeconds,
    onCalibrationFault: model.ignoreCalibration
  }
  const { signal } = giveUp
  const processing = {
    batch,
    predictions,
    model,
    running,
    figures,
    clock,
    log,
    owner,
    leaseSeconds,
    giveUp: signal
  }
  // One batch more than threads: its rows are claimed while the other batches run.
  const maxInFlight = threads.size + 1
  let begun = 0
  const batcher: Batcher<Job> = buildBatcher(
    clock,
    { maxCount: maxSize, maxDelayMs, maxInFlight, isFilled: declared !== undefined },
    jobs => {
      begun++
      return processJobs(processing, jobs)
    }
  )
  const consuming = consume()

  /** Waits for the live version before it consumes. The start of the worker does not wait. */
  async function consume(): Promise<QueueConsumer | null> {
    const closed = new Promise<void>(resolve => closing.signal.addEventListener('abort', () => resolve()))
    await Promise.race([model.known, closed])
    const start = async () => {
      if (closing.signal.aborted) return null
      await queue.declare(predictQueue(name))
      return queue.consume(predictQueue(name), { prefetch: maxSize * (threads.size + 2) }, take)
    }
    return retry(start, {
      policy: JOB_RETRY,
      clock,
      signal: closing.signal,
      isRetryable: isUnavailable,
      onFailure: error => log.warn('queue is unavailable; will retry', { error })
    }).catch(error => {
      log.error('worker could not consume from the queue', { error })
      return null
    })
  }

  function take(delivery: Delivery): void {
    const job = readJob(delivery)
    if (!job) delivery.reject('the message is not JSON with id and generation')
    else if (closing.signal.aborted) delivery.release()
    else batcher.add(job, { isLow: isLowJob(delivery.body) })
  }

  async function close(): Promise<void> {
    closing.abort()
    const consumer = await consuming
    await consumer?.pause()
    const { left, ended } = batcher.drain()
    for (const { delivery } of left) delivery.release()
    const over = new AbortController()
    void giveBackAfter(settings.drainSeconds, over.signal)
    await ended
    over.abort()
    running.close()
    model.close()
    await consumer?.close()
  }

  async function giveBackAfter(seconds: number, over: AbortSignal): Promise<void> {
    await clock.sleep(seconds * 1000, over)
    if (over.aborted) return
    log.warn('draining took too long; running jobs return to the queue', { jobs: running.size })
    giveUp.abort()
    running.stopAll('draining')
  }

  return {
    name,
    known: model.known,
    look: model.look,
    status: () => ({
      ...model.status(),
      waiting: batcher.waiting,
      inFlight: batcher.inFlight,
      maxInFlight,
      begun
    }),
    close
  }
}

function readJob(delivery: Delivery): Job | null {
  try {
    const { id, generation }: Partial<Job> = JSON.parse(delivery.body)
    if (typeof id !== 'string' || typeof generation !== 'number') return null
    return Number.isSafeInteger(generation) ? { id, generation, delivery } : null
  } catch {
    return null
  }
}
