import type { Clock } from '../ports/clock.ts'
import { isUnavailable } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Delivery, JobQueue, QueueConsumer } from '../ports/queue.ts'
import { retry } from '../ports/retry/retry.ts'
import type { Threads } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import { predictQueue } from '../stores/predictions/job.ts'
import { type Batcher, buildBatcher } from './batcher.ts'
import { type ModelStatus, startCurrentModel } from './current-model.ts'
import { JOB_RETRY, type Job, processJobs } from './process-jobs.ts'
import { type JobRows, startRunningJobs } from './running-jobs.ts'
import { buildWorkerFigures } from './worker-figures.ts'

interface WorkerSettings {
  /**
   * Jobs run together, and how long one may wait for others while other ones run, of a predictor that declares no batch.
   * Their answers are written together: more is faster, and later for the first.
   */
  readonly maxBatch: number
  readonly maxDelayMs: number
  /** How long a claimed row stays this worker's without a sign of life. */
  readonly leaseSeconds: number
  /** How long a job that was told to stop may continue before its thread is ended. */
  readonly graceSeconds: number
  /** How long close() waits for what runs before it gives it back. */
  readonly drainSeconds: number
  /** Pinned versions held in memory beside the serving one. */
  readonly keptPinned: number
}

const defaultWorkerSettings: WorkerSettings = {
  maxBatch: 32,
  maxDelayMs: 5,
  leaseSeconds: 10,
  graceSeconds: 1,
  drainSeconds: 10,
  keptPinned: 3
}

export interface WorkerOptions {
  readonly predictors: readonly PredictorModule[]
  readonly queue: JobQueue
  readonly predictions: JobRows
  readonly versions: ModelVersions
  readonly threads: Threads
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Unique for each start of a process: the rows it holds bear it. */
  readonly owner: string
  readonly settings?: Partial<WorkerSettings>
}

export interface Worker {
  status(): WorkerStatus
  /** Once each predictor's version is known: before that, no job is taken up. */
  readonly known: Promise<void>
  /** A hint: something was promoted or rolled back. */
  look(predictor: string): Promise<void>
  /** Takes no more, ends or gives back what is in flight, within drainSeconds and little more. The threads stay open. */
  close(): Promise<void>
}

export interface WorkerStatus {
  readonly isReady: boolean
  readonly threads: number
  readonly predictors: Readonly<Record<string, ModelStatus & LineStatus>>
}

interface LineStatus {
  /** Jobs in flight that no batch has taken yet. */
  readonly waiting: number
  /** Batches that run, and how many may. */
  readonly inFlight: number
  readonly maxInFlight: number
  /** Batches begun since the start. */
  readonly begun: number
}

/** From jobs to predictions, for each registered predictor. */
export function startWorker(options: WorkerOptions): Worker {
  const { threads } = options
  const lines = options.predictors.map(predictorModuleUrl => startLine(options, predictorModuleUrl))

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

/** One predictor's way from queue to rows. */
function startLine(options: WorkerOptions, predictorModuleUrl: PredictorModule) {
  const { queue, predictions, threads, clock, owner } = options
  const { name, batch: declared } = predictorModuleUrl.predictor
  const settings = { ...defaultWorkerSettings, ...options.settings }
  const { leaseSeconds, graceSeconds } = settings
  const { maxSize, maxDelayMs } = declared ?? { maxSize: settings.maxBatch, maxDelayMs: settings.maxDelayMs }
  const log = options.log.child({ predictor: name })
  const closing = new AbortController()
  const giveUp = new AbortController()
  const model = startCurrentModel({ ...options, predictorModuleUrl, keptPinned: settings.keptPinned + 1 })
  const running = startRunningJobs({ predictions, clock, log, leaseSeconds })
  const figures = buildWorkerFigures(options.metrics, name)
  const batch = { clock, threads, predictorModuleUrl: predictorModuleUrl.moduleUrl, graceSeconds }
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
  // One batch more than threads: its rows are claimed while the others run.
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

  /** Until the registry has answered once, nothing may be answered: the start does not wait for it. */
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
      onFailure: error => log.warn('queue could not be reached', { error })
    }).catch(error => {
      log.error('worker does not consume', { error })
      return null
    })
  }

  function take(delivery: Delivery): void {
    const job = readJob(delivery)
    if (!job) delivery.reject('not {id, generation}')
    else if (closing.signal.aborted) delivery.release()
    else batcher.add(job)
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
    log.warn('draining took too long: jobs go back to the queue', { jobs: running.size })
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
    const { id, generation } = JSON.parse(delivery.body) as Partial<Job>
    if (typeof id !== 'string' || typeof generation !== 'number') return null
    return Number.isSafeInteger(generation) ? { id, generation, delivery } : null
  } catch {
    return null
  }
}
