import type { Clock } from '../ports/clock.ts'
import { isUnavailable } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import { ThreadCrash, type Threads } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Calibrations } from '../stores/calibrations.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import type { Samples } from '../stores/samples.ts'
import { readGroupFilter } from './group-filter.ts'
import { listNewestCases } from './list-cases.ts'
import { loadVersion } from './load-version.ts'
import { type CalibrationTask, type LearnedCalibration, moduleUrl } from './train-task.ts'

export interface CalibratorSettings {
  /** The maximum number of subjects that a calibration is learned from: those that ended last. */
  readonly calibrationSubjects: number
  /** The minimum seconds between two calibrations, so that a stream of outcomes does not learn one for each. */
  readonly calibrationSeconds: number
}

interface CalibratorOptions {
  readonly predictorModule: PredictorModule
  readonly calibrations: Pick<Calibrations, 'put' | 'find'>
  readonly versions: Pick<ModelVersions, 'serving' | 'manifest' | 'artefact'>
  readonly samples: Pick<Samples, 'listNewest' | 'count'>
  readonly threads: Threads
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** The lease of the trainer. Without it nothing is stored. */
  readonly lease: { readonly name: string; readonly owner: string }
  readonly settings: CalibratorSettings
}

/** Learns calibrations of the live version of one predictor. */
interface Calibrator {
  /**
   * Learns a new calibration if there are new real samples or another version is live, at most once in
   * `calibrationSeconds`. Never rejects: a failure is logged and counted. Only the owner of the trainer's lease may call it.
   */
  look(): Promise<void>
}

/** The pause is so many times as long as the last calibration took: learning takes at most 1/20 of the time of a thread. */
const pauseFactor = 19

type End = 'learned' | 'too-few' | 'failed'

export function buildCalibrator(options: CalibratorOptions): Calibrator {
  const { predictorModule, calibrations, versions, samples, threads, clock, log, lease, settings } = options
  const { name, sampleVersion, calibration } = predictorModule.predictor
  const real = { predictor: name, version: sampleVersion, provenances: ['real'] } as const
  const ends = options.metrics.counter('groundswell_calibrations_total', 'Calibrations by end state.', [
    'predictor',
    'state'
  ])
  const pauseMilliseconds = settings.calibrationSeconds * 1000
  let nextAt = clock.monotonic() + pauseMilliseconds
  /** The last attempt, if it failed: when it started, and the calibration that the version had then. */
  let failed: { readonly version: number; readonly learnedAt: number | null; readonly at: number } | null =
    null

  async function learnWhenDue(): Promise<void> {
    const version = (await versions.serving(name))?.version
    if (version === undefined) return
    const stored = (await calibrations.find(name, version))?.learnedAt ?? null
    // After a failed attempt, only new samples start another one, unless the calibration was removed meanwhile.
    const isUnchanged = failed?.version === version && failed.learnedAt === stored
    const since = failed && isUnchanged ? failed.at : (stored ?? 0)
    // Those of the same millisecond too: they may have been written after the last attempt read them.
    if ((await samples.count({ ...real, createdAfter: since - 1 })) === 0) return
    const at = clock.now()
    failed = { version, learnedAt: stored, at }
    const end = await learn(version, at)
    if (end !== 'failed') failed = null
    ends.add(1, { predictor: name, state: end })
  }

  async function learn(version: number, at: number): Promise<End> {
    const loaded = await loadVersion(options, version)
    if ('fault' in loaded) {
      log.warn('no calibration was learned', { version, reason: loaded.fault })
      return 'failed'
    }
    const isMember = readGroupFilter(loaded.manifest.training.groupFilter)
    const cases = await listNewestCases(samples, real, {
      maxSubjects: settings.calibrationSubjects,
      isWanted: subject => !isMember(subject)
    })
    const { text, seconds } = await threads.run<CalibrationTask, LearnedCalibration>({
      module: moduleUrl,
      name: 'learnCalibration',
      payload: {
        predictorModuleUrl: predictorModule.moduleUrl,
        model: loaded.bytes,
        samples: threads.share(cases)
      }
    })
    nextAt = Math.max(nextAt, clock.monotonic() + pauseFactor * seconds * 1000)
    const draft = { predictor: name, version, calibration: text, cases: cases.length, learnedAt: at }
    const stored = await calibrations.put(draft, lease)
    if (stored === null) log.info('a calibration was dropped: another trainer took over', { version })
    else if (text !== null) log.info('a calibration was learned', { ...stored })
    return text === null ? 'too-few' : 'learned'
  }

  return {
    async look() {
      if (calibration === undefined || clock.monotonic() < nextAt) return
      nextAt = clock.monotonic() + pauseMilliseconds
      try {
        await learnWhenDue()
      } catch (error) {
        ends.add(1, { predictor: name, state: 'failed' satisfies End })
        log.warn('no calibration was learned', { error })
        // What a server did not answer is asked again. A bug of the predictor waits for other samples.
        if (isUnavailable(error) && !(error instanceof ThreadCrash)) failed = null
      }
    }
  }
}
