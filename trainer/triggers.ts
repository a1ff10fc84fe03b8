import type { Clock } from '../ports/clock.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import type { RecentFeatures } from '../stores/recent-features.ts'
import type { Samples } from '../stores/samples.ts'
import type { Scores } from '../stores/scores.ts'
import type { TrainingRuns } from '../stores/training-runs.ts'
import { measureDrift } from './drift.ts'
import { allSlices } from './metrics.ts'

export interface TriggerSettings {
  /** New samples since the last run that start one. */
  readonly newSamples: number
  /** Seconds since the last run after which, with any new sample, one starts; 0: never. */
  readonly scheduleSeconds: number
  /** Population stability index of a feature above which one starts; 0.25 is commonly called a major shift. */
  readonly driftLimit: number
  /** How many times its held-out loss a version's rolling loss may be. */
  readonly lossRatioLimit: number
  /** Predictions or scores that drift and rolling loss are measured on; with fewer they are not. */
  readonly recentCount: number
  /** Seconds between runs that drift or loss start, and new samples they need: the same data teach nothing new. */
  readonly pauseSeconds: number
  readonly minNewSamples: number
}

export interface TriggerOptions {
  readonly predictor: string
  readonly sampleVersion: number
  readonly samples: Pick<Samples, 'count'>
  readonly scores: Pick<Scores, 'rollingLoss'>
  readonly runs: Pick<TrainingRuns, 'last'>
  readonly versions: Pick<ModelVersions, 'serving' | 'manifest'>
  readonly recentFeatures: RecentFeatures
  readonly clock: Clock
  readonly settings: TriggerSettings
  /** Whether the count is what it was at the last look: a delivery of many samples is waited for. */
  readonly isCooldownOver: (freshSamples: number) => boolean
}

/** New samples start a training in a lull; this many times as many as needed start it anyway. */
const maxWaitFactor = 20
/** Looks in a row at which there were more of them each time. */
const maxGrowingLooks = 3

interface Trigger {
  readonly name: 'samples' | 'schedule' | 'drift' | 'loss'
  readonly reason: string
}

/** Compares each count with the one before. What has grown at every one of the last looks is no delivery but a stream. */
export function buildCooldown(): TriggerOptions['isCooldownOver'] {
  let before = -1
  let grown = 0
  return count => {
    const isSame = count === before
    before = count
    grown = isSame ? 0 : grown + 1
    return isSame || grown > maxGrowingLooks
  }
}

/** Whether it is time to train, and why. The cheap questions first. */
export async function findTrigger(options: TriggerOptions): Promise<Trigger | null> {
  const { predictor, sampleVersion, samples, runs, clock, settings } = options
  const last = await runs.last(predictor)
  const since = last?.createdAt ?? 0
  const real = { predictor, version: sampleVersion, provenances: ['real'] } as const
  const fresh = await samples.count({ ...real, createdAfter: since })
  const isCooldownOver = options.isCooldownOver(fresh) || fresh >= maxWaitFactor * settings.newSamples
  if (fresh >= settings.newSamples && isCooldownOver)
    return { name: 'samples', reason: `${fresh} new samples` }
  const idleSeconds = (clock.now() - since) / 1000
  const isScheduled = settings.scheduleSeconds > 0 && last !== null && idleSeconds >= settings.scheduleSeconds
  if (isScheduled && fresh > 0)
    return { name: 'schedule', reason: `${Math.round(idleSeconds)} s since the last run` }
  if (fresh < settings.minNewSamples || idleSeconds < settings.pauseSeconds) return null
  return findDecline(options)
}

/** Whether the live version no longer fits what it is asked. */
async function findDecline(options: TriggerOptions): Promise<Trigger | null> {
  const { predictor, versions, scores, recentFeatures, settings } = options
  const serving = await versions.serving(predictor)
  const manifest = serving && (await versions.manifest(predictor, serving.version).catch(() => null))
  if (!manifest) return null
  const promised = manifest.metrics.find(each => each.forecaster === 'candidate' && each.slice === allSlices)
  const rolling = await scores.rollingLoss(predictor, manifest.version, settings.recentCount)
  if (promised && rolling && rolling.count >= settings.recentCount) {
    const ratio = rolling.mean / promised.meanLoss
    if (ratio > settings.lossRatioLimit)
      return { name: 'loss', reason: `rolling loss ${ratio.toFixed(2)} times that at promotion` }
  }
  const recent = await recentFeatures.list(predictor, settings.recentCount)
  if (recent.length < settings.recentCount) return null
  const [most] = measureDrift(manifest.features, manifest.training.samples, recent)
  if (most && most.index > settings.driftLimit)
    return { name: 'drift', reason: `${most.feature} has a stability index of ${most.index.toFixed(2)}` }
  return null
}
