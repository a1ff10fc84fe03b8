import type { Clock } from '../ports/clock.ts'
import { isUnavailable } from '../ports/errors.ts'
import type { Component } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import { ThreadCrash, type Threads } from '../ports/threads.ts'
import { toError } from '../ports/to-error.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import type { Samples } from '../stores/samples.ts'
import type { Verification, VerificationEnd, Verifications } from '../stores/verifications.ts'
import { readGoldenSet } from './golden-set.ts'
import { loadVersion } from './load-version.ts'
import { verifyGolden } from './verify-golden.ts'
import { type NewestSettings, verifyNewest } from './verify-newest.ts'

export interface VerifierSettings extends NewestSettings {
  /** Seconds since the last verification after which the next starts. 0: only by request. */
  readonly verifySeconds: number
}

interface VerifierOptions {
  readonly predictorModule: PredictorModule
  readonly verifications: Verifications
  readonly versions: Pick<ModelVersions, 'serving' | 'manifest' | 'artefact'>
  readonly samples: Pick<Samples, 'list' | 'count'>
  readonly threads: Threads
  readonly clock: Clock
  readonly log: Log
  readonly settings: VerifierSettings
  /** The health component that reports failed verifications. */
  readonly component?: Component | undefined
}

interface Verifier {
  /**
   * Requests a verification if one is due, and runs the pending ones. The first call also requeues the verifications of a dead
   * trainer. Throws while a server is unavailable. Only the owner of the trainer's lease may call it.
   */
  look(): Promise<void>
  /** Clears the reported problem: another trainer has the lease, or had it. */
  rest(): void
}

/** The interval at which the live version is checked, also after the start. A new live version is verified without delay. */
const LIVE_MILLISECONDS = 60_000

/** Verifies the live version of one predictor: on a schedule, when another version goes live, and on request. */
export function buildVerifier(options: VerifierOptions): Verifier {
  const { predictorModule, verifications, versions, clock, log, settings, component } = options
  const { name } = predictorModule.predictor
  const checkMilliseconds = Math.min(LIVE_MILLISECONDS, settings.verifySeconds * 1000)
  let nextAt = clock.monotonic() + checkMilliseconds
  let isRecovered = false

  async function requestWhenDue(): Promise<void> {
    if (settings.verifySeconds === 0 || clock.monotonic() < nextAt) return
    const serving = await versions.serving(name)
    const last = serving && (await verifications.last(name))
    const isDue =
      serving !== null &&
      (last === null ||
        (last.finishedAt !== null && last.version !== serving.version) ||
        clock.now() - last.createdAt >= settings.verifySeconds * 1000)
    if (isDue) await verifications.request(name, 'schedule')
    nextAt = clock.monotonic() + checkMilliseconds
  }

  async function verify(begun: Verification): Promise<void> {
    try {
      const end = await measure(begun.kind)
      await verifications.finish(begun, end)
      const { state, version, reason } = end
      const figures = { verification: begun.id, kind: begun.kind, version, reason }
      if (state === 'failed') log.warn('the live version failed its verification', figures)
      else log.info('the live version was verified', { ...figures, state })
    } catch (error) {
      await verifications.postpone(begun)
      throw error
    }
  }

  /** A verification that cannot be measured is undecided. It is retried only while a server is unavailable. */
  async function measure(kind: Verification['kind']): Promise<VerificationEnd> {
    const undecided = { state: 'undecided', version: null, cases: null, metrics: [] } as const
    let version: number | null = null
    try {
      version = (await versions.serving(name))?.version ?? null
      if (version === null) return { ...undecided, reason: 'no version is live' }
      const loaded = await loadVersion(options, version)
      if ('fault' in loaded) return { ...undecided, version, state: 'failed', reason: loaded.fault }
      if (kind === 'newest') return await verifyNewest(options, loaded)
      return await verifyGolden(options, loaded, await readGoldenSet(predictorModule))
    } catch (error) {
      if (isUnavailable(error) && !(error instanceof ThreadCrash)) throw error
      log.error('the live version could not be measured', { kind, version, error })
      return { ...undecided, version, reason: `it could not be measured: ${toError(error).message}` }
    }
  }

  async function report(): Promise<void> {
    const failed = (await verifications.lastEnded(name)).filter(({ state }) => state === 'failed')
    if (failed.length === 0) return component?.clearProblem()
    const cause = failed.map(({ kind, reason }) => `${kind}: ${reason}`).join('; ')
    component?.reportProblem({ state: 'degraded', cause })
  }

  return {
    async look() {
      if (!isRecovered) {
        await verifications.recover(name)
        await report()
        isRecovered = true
      }
      await requestWhenDue()
      for (let next = await verifications.begin(name); next; next = await verifications.begin(name)) {
        await verify(next)
        await report()
      }
    },
    rest() {
      isRecovered = false
      component?.clearProblem()
    }
  }
}
