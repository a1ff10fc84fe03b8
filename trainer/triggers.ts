import type { Clock } from '../ports/clock.ts'
import type { Manifest, ModelVersions } from '../stores/model-versions.ts'
import type { RecentFeatures } from '../stores/recent-features.ts'
import type { Samples } from '../stores/samples.ts'
import type { Scores } from '../stores/scores.ts'
import type { TrainingRuns } from '../stores/training-runs.ts'
import { measureDrift } from './drift.ts'
import { allSlices } from './metrics.ts'

export interface TriggerSettings {
  /**
   * The number of groups that starts the first training. Further ones start whenever it doubles, up to twice
   * `maxCrossValidatedGroups`, as long as the live version was trained on simulated cases or on at most that many groups.
   */
  readonly firstGroups: number
  readonly maxCrossValidatedGroups: number
  /** The number of new samples since the last run that starts a run. */
  readonly newSamples: number
  /** Seconds since the last run after which a run starts, if there are new samples. 0: never. */
  readonly scheduleSeconds: number
  /** A run starts if the population stability index of a feature exceeds this. 0.25 is commonly called a major shift. */
  readonly driftLimit: number
  /** The maximum ratio of a version's rolling loss to its held-out loss. */
  readonly lossRatioLimit: number
  /** The number of predictions for drift, and of scores for the rolling loss. With fewer they are not measured. */
  readonly recentCount: number
  /** The minimum seconds and the minimum new samples since the last run for a run by drift or loss. */
  readonly pauseSeconds: number
  readonly minNewSamples: number
}

export interface TriggerOptions {
  readonly predictor: string
  readonly sampleVersion: number
  readonly samples: Pick<Samples, 'count' | 'countSubjects'>
  readonly scores: Pick<Scores, 'rollingLoss'>
  readonly runs: Pick<TrainingRuns, 'last'>
  readonly versions: Pick<ModelVersions, 'serving' | 'manifest'>
  readonly recentFeatures: RecentFeatures
  readonly clock: Clock
  readonly settings: TriggerSettings
  /** Whether the number of new samples no longer grows: a training waits for the end of a delivery. */
  readonly isCooldownOver: (freshSamples: number) => boolean
}

/** With this multiple of `newSamples` a training starts without the cooldown. */
const maxWaitFactor = 20
/** After this number of consecutive checks with a higher count the cooldown ends anyway. */
const maxGrowingLooks = 3

interface Trigger {
  readonly name: 'samples' | 'schedule' | 'drift' | 'loss'
  readonly reason: string
}

/** Compares each count with the previous one. If it grew at several consecutive checks, it is a stream, not a delivery. */
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

/** Finds the reason to start a training. Null: none. Cheap checks come first. */
export async function findTrigger(options: TriggerOptions): Promise<Trigger | null> {
  const { predictor, sampleVersion, samples, runs, clock, settings } = options
  const last = await runs.last(predictor)
  const since = last?.createdAt ?? 0
  const real = { predictor, version: sampleVersion, provenances: ['real'] } as const
  const fresh = await samples.count({ ...real, createdAfter: since })
  const isCooldownOver = options.isCooldownOver(fresh) || fresh >= maxWaitFactor * settings.newSamples
  if (fresh >= settings.newSamples && isCooldownOver)
    return { name: 'samples', reason: `${fresh} new samples` }
  if (fresh > 0 && isCooldownOver) {
    const groups = await findDoubling(options, since)
    if (groups !== null) return { name: 'samples', reason: `${groups} groups of real cases` }
  }
  const idleSeconds = (clock.now() - since) / 1000
  const isScheduled = settings.scheduleSeconds > 0 && last !== null && idleSeconds >= settings.scheduleSeconds
  if (isScheduled && fresh > 0)
    return { name: 'schedule', reason: `${Math.round(idleSeconds)} s since the last run` }
  if (fresh < settings.minNewSamples || idleSeconds < settings.pauseSeconds) return null
  return findDecline(options)
}

/** The number of groups, if it has reached the first training or doubled since the last one. Null otherwise. */
async function findDoubling(options: TriggerOptions, since: number): Promise<number | null> {
  const { predictor, sampleVersion, samples, settings } = options
  const { firstGroups, maxCrossValidatedGroups } = settings
  const max = Math.max(firstGroups, 2 * maxCrossValidatedGroups)
  const real = { predictor, version: sampleVersion, provenances: ['real'] } as const
  const groups = await samples.countSubjects(real, max + 1)
  if (groups < firstGroups || groups > max) return null
  const before = await samples.countSubjects({ ...real, createdUntil: since }, max)
  const step = firstGroups * 2 ** Math.floor(Math.log2(groups / firstGroups))
  if (before >= step) return null
  const live = await findLive(options)
  const isTrainedOnFew = !live || live.isSimulated || live.training.groups <= maxCrossValidatedGroups
  return isTrainedOnFew ? groups : null
}

/** The manifest of the live version. Null: there is none, or it cannot be read. */
async function findLive({ predictor, versions }: TriggerOptions): Promise<Manifest | null> {
  const serving = await versions.serving(predictor)
  return serving && (await versions.manifest(predictor, serving.version).catch(() => null))
}

/** Checks whether the loss of the live version or the drift of its features exceeds its limit. */
async function findDecline(options: TriggerOptions): Promise<Trigger | null> {
  const { predictor, scores, recentFeatures, settings } = options
  const manifest = await findLive(options)
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
  const [max] = measureDrift(manifest.features, manifest.training.samples, recent)
  if (max && max.index > settings.driftLimit)
    return { name: 'drift', reason: `${max.feature} has a stability index of ${max.index.toFixed(2)}` }
  return null
}
