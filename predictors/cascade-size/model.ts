import type { Forest } from '../../learners/forest/trees.ts'
import type { AuthorMemory } from './author-memory.ts'
import type { Ranked } from './log-sizes.ts'
import type { Peers } from './peers.ts'
import type { Priors } from './priors.ts'
import type { Range } from './range.ts'

/** What was learned of one target: its values by training row, and the forest on them. */
interface TargetModel {
  readonly forest: Forest
  readonly targets: Ranked
}

/** Two forests over the same rows: samples of log N come from both at equal weight. */
export interface SizeModel {
  /** The columns of the full row that the forests read. */
  readonly columns: readonly number[]
  /** On log(N/n). */
  readonly ratio: TargetModel
  /** On log N. */
  readonly size: TargetModel
  readonly author: AuthorMemory
  /** Null: all cases that share a leaf count alike. */
  readonly peers: Peers | null
  /** Log of the smallest final size trained on: no sample is below it. */
  readonly floor: number
  /** Where in the distribution the 10 % and 90 % quantiles lie, as learned out of bag. */
  readonly lowRank: number
  readonly highRank: number
  readonly range: Range
}

/** What the engine ml-random-forest leaves: a mean and no samples, so a point and no quantiles. */
export interface PointModel {
  readonly columns: readonly number[]
  /** On log(N/n). */
  readonly mean: Forest
  readonly range: Range
}

/** The model of one window. */
type WindowModel = (SizeModel | PointModel) & { readonly windowSeconds: number }

/** One model version of cascade-size. */
export interface Model {
  /** By rising window; may be empty where only early cases were to be learned from. */
  readonly windows: readonly WindowModel[]
  /** For fewer than 5 events, all windows together; null where the training set had too few such cases. */
  readonly early: SizeModel | PointModel | null
  /** For the fit that explains an answer; null where there were too few fits to learn from. */
  readonly priors: Priors | null
  readonly trainedOn: TrainingSummary
}

/** The forests of a model. */
export function listForests(model: SizeModel | PointModel): readonly Forest[] {
  return 'mean' in model ? [model.mean] : [model.ratio.forest, model.size.forest]
}

/** A model learned on a selected set is valid for that selection: this says which. */
export interface TrainingSummary {
  readonly cascades: number
  readonly seed: number
  readonly windows: readonly {
    readonly windowSeconds: number
    readonly cascades: number
    readonly smallestSize: number
    readonly medianSize: number
    readonly largestSize: number
  }[]
}

/** A window's model and what it counts for in a blend. */
export interface WindowShare {
  readonly model: WindowModel
  readonly share: number
}

/** How far beyond the first and last trained window, as a factor, the nearest model still answers (out of range). */
const maxFactor = 2

/**
 * The models that answer at `windowSeconds`: the one trained for it, or the two around it by their nearness in log
 * window. Beyond the trained windows the nearest up to a factor of 2; then none.
 */
export function findWindowModels({ windows }: Model, windowSeconds: number): readonly WindowShare[] {
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
