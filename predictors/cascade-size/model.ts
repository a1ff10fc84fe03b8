import type { Forest } from '../../learners/forest/trees.ts'
import type { AuthorMemory } from './author-memory.ts'
import { minEventsForHybrid } from './early-features.ts'
import type { FollowersKnown } from './followers-known.ts'
import type { Ranked } from './log-sizes.ts'
import type { Peers } from './peers.ts'
import type { Priors } from './priors.ts'
import type { Range } from './range.ts'
import type { Query } from './sample.ts'
import type { TrainingCascades } from './training-cascades.ts'
import type { TrainingProfile } from './training-profile.ts'

/** The model of one target: its forest, and the target values of the training rows. */
interface TargetModel {
  readonly forest: Forest
  readonly targets: Ranked
}

/** Two forests over the same rows. Samples of log N come from both with equal weight. */
export interface SizeModel {
  /** The columns of the full row that the forests read. */
  readonly columns: readonly number[]
  /** On log(N/n). */
  readonly ratio: TargetModel
  /** On log N. */
  readonly size: TargetModel
  /** Null: neither followers nor ids distinguish the authors of the posts. */
  readonly author: AuthorMemory | null
  /** Null: all cases of a leaf have equal weight. */
  readonly peers: Peers | null
  /** The share of the weight at each end of the distribution that the point of least expected error ignores. */
  readonly trimmedShare: number
  /** The log of the smallest final size in the training data. No sample is below it. */
  readonly floor: number
  /** The ranks in the distribution that give the 10 % and 90 % quantiles, calibrated out of bag. */
  readonly lowRank: number
  readonly highRank: number
  readonly range: Range
  /** Null in artefacts without them. */
  readonly cascades: TrainingCascades | null
}

/** A model of the engine ml-random-forest. It has means and no samples, so it gives a point and no quantiles. */
export interface PointModel {
  readonly columns: readonly number[]
  /** On log(N/n). */
  readonly mean: Forest
  readonly range: Range
}

/** The model of one window, for observations of which as much is known about the followers. */
type WindowModel = EarlyModel & { readonly windowSeconds: number }

/** The model for fewer than 5 events, over all windows. */
export type EarlyModel = (SizeModel | PointModel) & { readonly followers: FollowersKnown }

export type OutsideRange = 'model' | 'untrained-estimate'

/** One model version of cascade-size. */
export interface Model {
  /** By followers, and then in ascending order of windows. Empty if the training set contained only early cases. */
  readonly windows: readonly WindowModel[]
  /** For fewer than 5 events. Empty if the training set had too few such cases. */
  readonly early: readonly EarlyModel[]
  /** By followers, and then in ascending order of windows. Empty in artefacts without them. */
  readonly profiles: readonly TrainingProfile[]
  /** What answers outside the training range: the model all the same, or the untrained estimate. */
  readonly outsideRange: OutsideRange
  /** For the fit that explains an answer. Null if the training set had too few fits. */
  readonly priors: Priors | null
  readonly trainedOn: TrainingSummary
  /** By window, in ascending order, what recent outcomes showed. It is not part of the artefact. Empty: nothing. */
  readonly recalibration: readonly WindowRecalibration[]
  /** Null: the version was trained on enough cascades, or is a first model itself. */
  readonly start: Start | null
}

/** What a version of few cascades starts from. Where its own models give an answer too, both are mixed. */
export interface Start {
  readonly model: Model
  /** By window, ascending. */
  readonly corrections: readonly Correction[]
}

/** How the forecasts of the first model are corrected, in logarithms of sizes. */
export interface Correction {
  readonly windowSeconds: number
  /** Added to the point of least expected error. */
  readonly pointLevel: number
  /** Added to the quantiles. */
  readonly level: number
  /** The factor of the distance of each quantile from the median. */
  readonly spread: number
  /** The share of the version's own models in the answer, from 0 to 1. */
  readonly ownShare: number
}

export function listForests(model: SizeModel | PointModel): readonly Forest[] {
  return 'mean' in model ? [model.mean] : [model.ratio.forest, model.size.forest]
}

/**
 * The recent outcomes of a window as scores in the answers of the plain model, and what follows from them. After conformal
 * prediction: the interval of the next answer goes from the 10 % to the 90 % quantile of the scores.
 */
export interface WindowRecalibration {
  readonly windowSeconds: number
  /** The number of outcomes. */
  readonly outcomes: number
  /** The share of the last outcomes that the ranges adapted to those before them contained. Null: too few. */
  readonly coverage: number | null
  /** By the indexes of quantileShares: the scores that replace those of the plain model. Ascending. */
  readonly scores: readonly number[]
}

/** The training set of a model. A model is valid only for the selection of cases it was trained on. */
export type TrainingSummary = {
  readonly cascades: number
  readonly seed: number
  /** The networks that the cascades came from, as the training was told. Empty: not known. */
  readonly networks: readonly string[]
  /** The years in which the observed cascades ended: the first and the last. Null: not known. */
  readonly years: readonly [first: number, last: number] | null
  readonly windows: readonly {
    readonly windowSeconds: number
    readonly cascades: number
    readonly smallestSize: number
    readonly medianSize: number
    readonly largestSize: number
  }[]
}

/** A model, or what belongs to a window, and its weight in an interpolation between windows, from 0 to 1. */
export interface Share<Of> {
  readonly model: Of
  readonly share: number
}
export type ModelShare = Share<EarlyModel>

/** The variants that may answer an observation, the best first. A model version of format 2 or older has only `all`. */
const variants: Readonly<Record<FollowersKnown, readonly FollowersKnown[]>> = {
  all: ['all', 'post', 'none'],
  post: ['post', 'none', 'all'],
  none: ['none', 'post', 'all']
}

/** Outside the trained windows the nearest model answers up to this ratio of windows. */
const maxFactor = 2

/**
 * The models that answer a query, of the best variant that has any. Fewer than 5 events: the early model. Otherwise the model
 * of the window, or the two adjacent models, weighted by distance in log window. Outside the trained windows: the nearest model
 * up to a factor of 2, then none.
 */
export function findModels(
  { windows, early }: Model,
  { observedEvents, windowSeconds, followers }: Pick<Query, 'observedEvents' | 'windowSeconds' | 'followers'>
): readonly ModelShare[] {
  for (const variant of variants[followers]) {
    const hasVariant = (model: EarlyModel) => model.followers === variant
    const shares: readonly ModelShare[] = isEarly({ observedEvents })
      ? early.filter(hasVariant).map(model => ({ model, share: 1 }))
      : shareWindows(windows.filter(hasVariant), windowSeconds)
    if (shares.length > 0) return shares
  }
  return []
}

/** Whether an observation has fewer events than the models of windows need. */
export function isEarly({ observedEvents }: Pick<Query, 'observedEvents'>): boolean {
  return observedEvents < minEventsForHybrid
}

/** The entry of a window, or the two adjacent ones, as findModels describes it. `windows`: in ascending order. */
export function shareWindows<Window extends { readonly windowSeconds: number }>(
  windows: readonly Window[],
  windowSeconds: number
): readonly Share<Window>[] {
  const above = windows.findIndex(model => model.windowSeconds >= windowSeconds)
  const nearest = windows[above < 0 ? windows.length - 1 : above]
  if (!nearest) return []
  if (nearest.windowSeconds === windowSeconds) return [{ model: nearest, share: 1 }]
  if (above <= 0) {
    const factor = Math.max(nearest.windowSeconds / windowSeconds, windowSeconds / nearest.windowSeconds)
    return factor <= maxFactor ? [{ model: nearest, share: 1 }] : []
  }
  const below = windows[above - 1]
  const share =
    Math.log(windowSeconds / below.windowSeconds) / Math.log(nearest.windowSeconds / below.windowSeconds)
  return [
    { model: below, share: 1 - share },
    { model: nearest, share }
  ]
}
