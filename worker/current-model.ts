import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import { buildBackoff } from '../ports/retry/backoff.ts'
import type { RetryPolicy } from '../ports/retry/retry-policy.ts'
import type { Threads } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import { buildModelLoader } from './model-loader.ts'
import type { SharedModel } from './predict-task.ts'

/** The versions one predictor's jobs run on: the live one, and those that jobs are pinned to. */
export interface CurrentModel {
  /** Once it is known what should serve: before that, no job may be answered. */
  readonly known: Promise<void>
  /** What answers jobs now; null: no version, the predictor answers without. */
  serving(): SharedModel | null
  /** Throws Failure('unknown-version' | 'damaged-version' | 'blobs-unavailable'). */
  pinned(version: number): Promise<SharedModel>
  /** Looks at the history now: a hint came that something changed. */
  look(): Promise<void>
  /** A thread answered with this version. */
  sawThread(threadId: number, version: number | null): void
  status(): ModelStatus
  close(): void
}

export interface ModelStatus {
  /** What the history says should serve, and what does. They differ while a version loads, or when it does not. */
  readonly wanted: number | null
  /** The history has answered, and the jobs are taken up. */
  readonly isKnown: boolean
  readonly serving: number | null
  readonly problem: string | null
  /** The version each thread ran last, by the thread's number. */
  readonly threads: Readonly<Record<number, number | null>>
}

interface CurrentModelOptions {
  readonly predictorModuleUrl: PredictorModule
  readonly versions: ModelVersions
  readonly threads: Threads
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Pinned versions held beside the serving one. */
  readonly keptPinned: number
}

/** For a version that did not load. */
const LOAD_RETRY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 60_000 }

/**
 * Follows the history. A new version is loaded, checked and decoded on a thread before it goes live; one that does not
 * load leaves the old one serving. At a start without an old one, the newest of those that served before takes its place.
 */
export function startCurrentModel(options: CurrentModelOptions): CurrentModel {
  const { predictorModuleUrl, versions, threads, clock, metrics, keptPinned } = options
  const { name } = predictorModuleUrl.predictor
  const log = options.log.child({ predictor: name })
  const labels = { predictor: name }
  const versionGauge = metrics.gauge('groundswell_model_version', 'Live version, 0: none.', ['predictor'])
  const failures = metrics.counter('groundswell_model_load_failures_total', 'Versions that did not load.', [
    'predictor'
  ])
  const loader = buildModelLoader({ predictorModuleUrl, versions, threads, kept: keptPinned })
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

  /** Tries until the wanted version serves or another one is wanted. */
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
      const next = version === null ? null : await loader.load(version)
      if (own !== turn) return true
      serve(next)
      problem = null
      return true
    } catch (error) {
      if (own !== turn || closing.signal.aborted) return true
      problem = `version ${version} does not load: ${(error as Error).message}`
      failures.add(1, labels)
      log.error('model version does not load', { version, serving: serving?.version ?? null, error })
      if (!serving && version !== null) await serveEarlier(own, version)
      resolveKnown()
      return false
    }
  }

  /** At a start: something that served before is better than nothing. */
  async function serveEarlier(own: number, failed: number): Promise<void> {
    const history = await versions.history(name).catch(() => [])
    const switches = history.filter(({ action }) => action === 'promote' || action === 'rollback')
    const earlier = new Set(switches.map(({ version }) => version).reverse())
    earlier.delete(failed)
    for (const version of earlier) {
      const model = await loader.load(version).catch(() => null)
      if (own !== turn) return
      if (model) return serve(model)
    }
  }

  function serve(next: SharedModel | null): void {
    const before = serving?.version ?? null
    serving = next
    versionGauge.set(next?.version ?? 0, labels)
    if (before !== (next?.version ?? null))
      log.info('model version is live', {
        version: next?.version ?? null,
        before,
        checksum: next?.checksum ?? null
      })
    resolveKnown()
    // At the start threads are opened as jobs need them: a service nobody asks stays small.
    if (next && before !== null) void warm(next)
  }

  /** The other threads decode it too, before a job waits for it. */
  async function warm(model: SharedModel): Promise<void> {
    const opened = Array.from({ length: threads.size }, () => loader.open(model))
    for (const result of await Promise.allSettled(opened))
      if (result.status === 'fulfilled') seen.set(result.value, model.version)
  }

  function status(): ModelStatus {
    const unreachable = watch.lastError && `the model store does not answer: ${watch.lastError.message}`
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
    serving: () => serving,
    pinned: async version => (version === serving?.version ? serving : loader.load(version)),
    async look() {
      await watch.checkNow()
      await swapping
    },
    sawThread: (threadId, version) => void seen.set(threadId, version),
    status,
    close() {
      closing.abort()
      watch.close()
    }
  }
}
