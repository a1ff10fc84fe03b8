import type { Flag, Reasons, SimilarCascade } from './explanation.ts'
import type { FollowersKnown } from './followers-known.ts'
import type { Quantile } from './quantiles.ts'

/** The method that computed the sizes. The list is closed. */
export type Method =
  /** The forests of a model version, on all features. */
  | 'hybrid'
  /** The forests on counts, age and followers, for fewer than 5 events. */
  | 'early'
  /** The formula with w = 1, without a model version. */
  | 'hawkes'
  /** An estimate without training, where the model version has no answer: `reason` states why. */
  | 'untrained'
  /** No forecast: `reason` states why. Only `lowerBound` is known. */
  | 'none'

/** The reason for a missing forecast or fit, or for an untrained estimate. The list is closed. */
export type Reason =
  | 'too-few-events'
  | 'fit-not-converged'
  | 'branching-factor-at-bound'
  | 'no-early-forest'
  | 'window-not-trained'
  | 'outside-training-range'
  | 'canceled'

/** The maximum-likelihood (or MAP) parameters of one observation. Symbols: docs/model.md. */
export interface FittedParameters {
  readonly kernel: 'power-law' | 'exponential'
  /** kappa: scale of the memory kernel. */
  readonly kappa: number
  /** beta: an author's influence is followers^beta. */
  readonly followerExponent: number
  /** c, seconds: cutoff of the power law. Null for the exponential kernel. */
  readonly cutoffSeconds: number | null
  /** theta: the decay exponent of the power law. For the exponential kernel: its rate per second. */
  readonly decay: number
  /** n*: the expected number of direct offspring of an event. It describes the fit and is not a physical constant. */
  readonly branchingFactor: number
  /** A1: the expected number of further direct offspring of the observed events. */
  readonly directOffspring: number
  readonly negLogLikelihood: number
  readonly isConverged: boolean
  readonly iterations: number
  readonly starts: number
  /** Names of the bounds that the fit reached. */
  readonly boundsHit: readonly string[]
}

/** The stored answer of cascade-size. Sizes count all events, the post included. */
export interface Forecast {
  readonly windowSeconds: number
  readonly observedEvents: number
  readonly method: Method
  readonly reason: Reason | null
  /**
   * By a forest: the size with the minimum expected absolute relative error, which is low by construction; the gate and
   * `evaluate` measure it. By the formula: its result.
   */
  readonly areOptimal: number | null
  /** @deprecated Equal to `areOptimal`. It stays for one release. */
  readonly point: number | null
  /** The final size that is exceeded with probability 1/2. Null where the method has no distribution. */
  readonly median: number | null
  readonly interval: { readonly low: number; readonly high: number; readonly coverage: number } | null
  /** In ascending order: those of .1, .5 and .9 are the interval and the median. Null where the method has no distribution. */
  readonly quantiles: readonly Quantile[] | null
  /** The minimum of the final size: the observed events. */
  readonly lowerBound: number
  /** The w for which n + w A1/(1 - n*) equals `areOptimal`. Null without a fit and where A1 is negligible. */
  readonly scalingFactor: number | null
  readonly fit: FittedParameters | null
  /** The reasons of the median. Null without a median of the forests. */
  readonly reasons: Reasons | null
  /** The most similar finished cascades of the training set, the most similar first; at most five. Empty without samples. */
  readonly similar: readonly SimilarCascade[]
  /**
   * The most important features of the model, in descending order of importance.
   * @deprecated They are the same for every forecast of a window. It stays for one release; use `reasons`.
   */
  readonly weights: readonly {
    readonly feature: string
    readonly importance: number
    readonly value: number
  }[]
  /** Why the answer is to be doubted. Empty: nothing is known against it. */
  readonly flags: readonly Flag[]
  /** Whose followers are known: by this the variant of the model is chosen. */
  readonly followers: FollowersKnown
  /** The training set of the models that answered. Null without a model, and for versions that do not state it. */
  readonly trainedOn: {
    readonly cascades: number
    /** How many of them were simulated. */
    readonly simulatedCascades: number
    /** The final sizes from-to. */
    readonly minSize: number
    readonly maxSize: number
    /** Empty: not known. */
    readonly networks: readonly string[]
    /** The first and the last year in which the observed cascades ended. Null: not known. */
    readonly years: readonly [first: number, last: number] | null
  } | null
  /** The recent outcomes by which the sizes were adapted. Null: they were not. */
  readonly calibration: {
    /** Outcomes of this window. */
    readonly outcomes: number
    /** The share of them that was within the 80 % range. Null: too few to tell. */
    readonly coverage: number | null
  } | null
  /** Whether the input lies outside the range of the training data. Null without a model. */
  readonly range: { readonly isOutside: boolean; readonly distance: number; readonly limit: number } | null
}
