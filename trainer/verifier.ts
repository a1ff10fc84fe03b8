import type { Clock } from '../ports/clock.ts'
import { isUnavailable } from '../ports/errors.ts'
import type { Component } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import { ThreadCrash, type Threads } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import type { Samples } from '../stores/samples.ts'
import type { Verification, VerificationEnd, Verifications } from '../stores/verifications.ts'
import { readGoldenSet } from './golden-set.ts'
import { loadVersion } from './load-version.ts'
import { verifyGolden } from './verify-golden.ts'
import { type NewestSettings, verifyNewest } from './verify-newest.ts'

export interface VerifierSettings extends NewestSettings {
  /** Seconds since the last verification after which one starts; 0: by hand only. */
  readonly verifySeconds: number
}

interface VerifierOptions {
  readonly predictorModuleUrl: PredictorModule
  readonly verifications: Verifications
  readonly versions: Pick<ModelVersions, 'serving' | 'manifest' | 'artefact'>
  readonly samples: Pick<Samples, 'list' | 'count'>
  readonly threads: Threads
  readonly clock: Clock
  readonly log: Log
  readonly settings: VerifierSettings
  /** Where it reports a verification that failed. */
  readonly component?: Component | undefined
}

interface Verifier {
  /**
   * Asks for a verification where one is due, and does what waits; at its first call what a dead trainer left running waits
   * again. Throws while a server is away. For the one that holds the trainer's lease.
   */
  look(): Promise<void>
  /** Another trainer has the lease, or had it: it reports what fails. */
  rest(): void
}

/** How often it is asked which version is live, the first time so long after the start: a new one is verified at once. */
const LIVE_MILLISECONDS = 60_000

/** Verifies the live version of one predictor: on a schedule, when another version goes live, and by hand. */
export function buildVerifier(options: VerifierOptions): Verifier {
  const { predictorModuleUrl, verifications, versions, clock, log, settings, component } = options
  const { name } = predictorModuleUrl.predictor
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

  /** What cannot be measured is undecided; only while a server is away is it tried again. */
  async function measure(kind: Verification['kind']): Promise<VerificationEnd> {
    const undecided = { state: 'undecided', version: null, cases: null, metrics: [] } as const
    let version: number | null = null
    try {
      version = (await versions.serving(name))?.version ?? null
      if (version === null) return { ...undecided, reason: 'no version is live' }
      const loaded = await loadVersion(options, version)
      if ('fault' in loaded) return { ...undecided, version, state: 'failed', reason: loaded.fault }
      if (kind === 'newest') return await verifyNewest(options, loaded)
      return await verifyGolden(options, loaded, await readGoldenSet(predictorModuleUrl))
    } catch (error) {
      if (isUnavailable(error) && !(error instanceof ThreadCrash)) throw error
      log.error('the live version could not be measured', { kind, version, error })
      return { ...undecided, version, reason: `it could not be measured: ${(error as Error).message}` }
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
