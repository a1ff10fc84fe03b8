import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import { buildBackoff } from '../ports/retry/backoff.ts'
import type { RetryPolicy } from '../ports/retry/retry-policy.ts'
import type { Threads } from '../ports/threads.ts'
import { toError } from '../ports/to-error.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Calibrations } from '../stores/calibrations.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import { followCalibrations } from './model-calibrations.ts'
import { buildModelLoader } from './model-loader.ts'
import type { SharedModel } from './predict-task.ts'

/** The model versions that run one predictor's jobs: the live version and pinned versions, each with its calibration. */
export interface CurrentModel {
  /** Resolves once the live version is known: before that, no job may be answered. */
  readonly known: Promise<void>
  /** The live version; null: the predictor answers without a model. */
  serving(): Promise<SharedModel | null>
  /** Throws Failure('unknown-version' | 'damaged-version' | 'blobs-unavailable'). */
  pinned(version: number): Promise<SharedModel>
  /** A thread could not apply the calibration of this model. */
  ignoreCalibration(model: SharedModel, reason: string): void
  /** Reads the history now: a hint reported a change. */
  look(): Promise<void>
  /** Records that a thread answered with this version. */
  sawThread(threadId: number, version: number | null): void
  status(): ModelStatus
  close(): void
}

export interface ModelStatus {
  /** The live version of the history. Differs from `serving` while it loads, or when it does not load. */
  readonly wanted: number | null
  /** True once the live version is known and jobs are consumed. */
  readonly isKnown: boolean
  readonly serving: number | null
  readonly problem: string | null
  /** The last version of each thread, by the thread's number. */
  readonly threads: Readonly<Record<number, number | null>>
}

interface CurrentModelOptions {
  readonly predictorModule: PredictorModule
  readonly versions: ModelVersions
  readonly calibrations: Pick<Calibrations, 'list' | 'find' | 'onPut'>
  readonly threads: Threads
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Number of pinned versions kept in memory besides the live one. */
  readonly maxPinnedVersions: number
  readonly calibrationPollMilliseconds: number
}

/** For a version that did not load. */
const LOAD_RETRY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 60_000 }

/**
 * Follows the history. A new version is loaded, checked and decoded before it goes live: on a thread, or at a start, which
 * needs none yet, here. When it does not load, the old version stays live; after a restart, the last earlier version that loads becomes live.
 */
export function startCurrentModel(options: CurrentModelOptions): CurrentModel {
  const { predictorModule, versions, threads, clock, metrics, maxPinnedVersions } = options
  const { name } = predictorModule.predictor
  const log = options.log.child({ predictor: name })
  const labels = { predictor: name }
  const versionGauge = metrics.gauge('groundswell_model_version', 'Live version, 0: none.', ['predictor'])
  const failures = metrics.counter(
    'groundswell_model_load_failures_total',
    'Model versions that could not be loaded.',
    ['predictor']
  )
  const loader = buildModelLoader({ predictorModule, versions, threads, kept: maxPinnedVersions })
  const cases = metrics.gauge(
    'groundswell_calibration_cases',
    'Cases from which the calibration of the live version was learned, 0: it has none.',
    ['predictor']
  )
  const calibrations = followCalibrations({
    ...options,
    log,
    kept: maxPinnedVersions,
    pollMilliseconds: options.calibrationPollMilliseconds,
    onChange(version, calibration) {
      if (version === serving?.version) cases.set(calibration?.cases ?? 0, labels)
    }
  })
  const seen = new Map<number, number | null>()
  const closing = new AbortController()
  const { promise: known, resolve: resolveKnown } = Promise.withResolvers<void>()
  let wanted: number | null = null
  let serving: SharedModel | null = null
  let problem: string | null = null
  let turn = 0
  let isKnown = false
  void known.then(() => {
    isKnown = true
  })
  let swapping: Promise<void> = Promise.resolve()

  const watch = versions.watchLiveVersion(name, entry => {
    turn++
    wanted = entry?.version ?? null
    swapping = follow(turn)
  })

  /** Retries until the wanted version is live or another one is wanted. */
  async function follow(own: number): Promise<void> {
    const backoff = buildBackoff(LOAD_RETRY, { clock })
    while (own === turn && !closing.signal.aborted) {
      if (await swap(own)) return
      await backoff.wait(closing.signal)
    }
  }

  async function swap(own: number): Promise<boolean> {
    const version = wanted
    try {
      const next = version === null ? null : await loader.load(version, { startsThread: serving !== null })
      if (own !== turn) return true
      serve(next)
      problem = null
      return true
    } catch (error) {
      if (own !== turn || closing.signal.aborted) return true
      problem = `version ${version} could not be loaded: ${toError(error).message}`
      failures.add(1, labels)
      log.error('model version could not be loaded', { version, serving: serving?.version ?? null, error })
      if (!serving && version !== null) await serveEarlier(own, version)
      resolveKnown()
      return false
    }
  }

  /** After a restart: an earlier version is better than none. */
  async function serveEarlier(own: number, failed: number): Promise<void> {
    const history = await versions.history(name).catch(() => [])
    const switches = history.filter(({ action }) => action === 'promote' || action === 'rollback')
    const earlier = new Set(switches.map(({ version }) => version).reverse())
    earlier.delete(failed)
    for (const version of earlier) {
      const model = await loader.load(version, { startsThread: false }).catch(() => null)
      if (own !== turn) return
      if (model) return serve(model)
    }
  }

  function serve(next: SharedModel | null): void {
    const before = serving?.version ?? null
    serving = next
    versionGauge.set(next?.version ?? 0, labels)
    void showCalibration(next)
    if (before !== (next?.version ?? null))
      log.info('model version is live', {
        version: next?.version ?? null,
        before,
        checksum: next?.checksum ?? null
      })
    resolveKnown()
    // After a start, threads decode on demand, so that an idle service needs little memory.
    if (next && before !== null) void warm(next)
  }

  async function showCalibration(model: SharedModel | null): Promise<void> {
    const calibrated = model && (await calibrations.attach(model))
    if (model === serving) cases.set(calibrated?.calibration?.cases ?? 0, labels)
  }

  /** Decodes the model on the other threads too, before a job needs it. */
  async function warm(model: SharedModel): Promise<void> {
    const opened = Array.from({ length: threads.size }, () => loader.open(model))
    for (const result of await Promise.allSettled(opened))
      if (result.status === 'fulfilled') seen.set(result.value, model.version)
  }

  function status(): ModelStatus {
    const unreachable = watch.lastError && `the model store is unavailable: ${watch.lastError.message}`
    const versionOf = Object.fromEntries(seen)
    return {
      wanted,
      isKnown,
      serving: serving?.version ?? null,
      problem: problem ?? unreachable,
      threads: versionOf
    }
  }

  return {
    known,
    serving: async () => serving && calibrations.attach(serving),
    pinned: async version =>
      calibrations.attach(version === serving?.version ? serving : await loader.load(version)),
    ignoreCalibration: calibrations.ignore,
    async look() {
      await watch.checkNow()
      await swapping
    },
    sawThread: (threadId, version) => void seen.set(threadId, version),
    status,
    close() {
      closing.abort()
      watch.close()
      calibrations.close()
    }
  }
}
