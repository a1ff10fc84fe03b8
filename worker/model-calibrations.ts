import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Calibrations } from '../stores/calibrations.ts'
import type { SharedCalibration, SharedModel } from './predict-task.ts'

/** The newest calibrations of the versions that run one predictor's jobs. */
interface ModelCalibrations {
  /** Returns the version with its newest calibration, which it reads at the first use of the version. Never rejects. */
  attach(model: SharedModel): Promise<SharedModel>
  /** A thread could not apply the calibration of this model: the version answers without it until there is a newer one. */
  ignore(model: SharedModel, reason: string): void
  close(): void
}

interface ModelCalibrationsOptions {
  readonly predictorModule: PredictorModule
  readonly calibrations: Pick<Calibrations, 'list' | 'find' | 'onPut'>
  readonly log: Log
  readonly metrics: Metrics
  /** The maximum number of versions that are followed. */
  readonly kept: number
  /** How often newer calibrations are looked for if no hint arrives. */
  readonly pollMilliseconds: number
  /** Called with each calibration that is used from now on; null: the version answers without one. */
  onChange(version: number, calibration: SharedCalibration | null): void
}

interface Followed {
  readonly version: number
  /** When the newest calibration was learned; null: there is none; undefined: not read yet. */
  learnedAt: number | null | undefined
  calibration: SharedCalibration | null
}

/** Follows the calibrations of the versions in use: by hints, and by one query for each poll. */
export function followCalibrations(options: ModelCalibrationsOptions): ModelCalibrations {
  const { predictorModule, calibrations, log, kept, pollMilliseconds, onChange } = options
  const { name } = predictorModule.predictor
  const ignored = options.metrics.counter(
    'groundswell_calibrations_ignored_total',
    'Calibrations that could not be applied.',
    ['predictor']
  )
  const followed = new Map<number, Followed>()
  const unsubscribe = calibrations.onPut(() => void checkNow())
  const timer = setInterval(() => void checkNow(), pollMilliseconds)
  timer.unref()
  let isUnavailable = false
  let checking: Promise<void> = Promise.resolve()

  /** One check at a time. */
  function checkNow(): Promise<void> {
    checking = checking.then(check)
    return checking
  }

  async function check(): Promise<void> {
    if (followed.size === 0) return
    try {
      const stored = await calibrations.list(name)
      for (const each of followed.values()) {
        const learnedAt = stored.find(({ version }) => version === each.version)?.learnedAt ?? null
        if (learnedAt !== each.learnedAt) await read(each, learnedAt)
      }
      isUnavailable = false
    } catch (error) {
      if (!isUnavailable) log.warn('calibrations could not be read; will retry', { error })
      isUnavailable = true
    }
  }

  async function read(own: Followed, learnedAt: number | null): Promise<void> {
    const found = learnedAt === null ? null : await calibrations.find(name, own.version)
    own.learnedAt = found?.learnedAt ?? null
    own.calibration =
      typeof found?.calibration === 'string'
        ? { learnedAt: found.learnedAt, cases: found.cases, text: found.calibration }
        : null
    onChange(own.version, own.calibration)
  }

  async function follow(version: number): Promise<Followed> {
    const known = followed.get(version)
    const own = known ?? { version, learnedAt: undefined, calibration: null }
    followed.delete(version)
    followed.set(version, own)
    const [oldest] = followed.keys()
    if (followed.size > kept && oldest !== undefined) followed.delete(oldest)
    if (own.learnedAt === undefined) await (known ? checking : checkNow())
    return own
  }

  return {
    async attach(model) {
      if (predictorModule.predictor.calibration === undefined) return model
      const { calibration } = await follow(model.version)
      return calibration ? { ...model, calibration } : model
    },
    ignore({ version, calibration }, reason) {
      const own = followed.get(version)
      if (!own?.calibration || own.calibration.learnedAt !== calibration?.learnedAt) return
      own.calibration = null
      ignored.add(1, { predictor: name })
      log.warn('a calibration was ignored', { version, learnedAt: calibration.learnedAt, reason })
      onChange(version, null)
    },
    close() {
      unsubscribe()
      clearInterval(timer)
    }
  }
}
