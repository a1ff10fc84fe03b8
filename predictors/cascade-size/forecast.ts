/** How a point was made. The list is closed. */
export type Method =
  /** Hawkes features and more, corrected by the forests of a model version. */
  | 'hybrid'
  /** The small forest of counts, age and followers: fewer than 5 events. */
  | 'early'
  /** The formula alone, w = 1: no model version. */
  | 'hawkes'
  /** No point: `reason` says why, `lowerBound` is what is known. */
  | 'none'

/** Why there is no point, or no fit. The list is closed. */
export type Reason =
  | 'too-few-events'
  | 'fit-not-converged'
  | 'branching-factor-at-bound'
  | 'no-early-forest'
  | 'window-not-trained'
  | 'canceled'

/** Maximum-likelihood (or MAP) parameters of one observation. Symbols: docs/ARCHITECTURE.md and the model page. */
export interface FittedParameters {
  readonly kernel: 'power-law' | 'exponential'
  /** kappa: scale of the memory kernel. */
  readonly kappa: number
  /** beta: how an author's followers weigh (followers^beta). */
  readonly followerExponent: number
  /** c, seconds: cutoff of the power law. Null for the exponential kernel. */
  readonly cutoffSeconds: number | null
  /** theta: decay exponent of the power law; for the exponential kernel its rate per second. */
  readonly decay: number
  /** n*: expected direct offspring of an event. A label of the fit, not a physical truth. */
  readonly branchingFactor: number
  /** A1: direct offspring still to be expected of the events seen. */
  readonly directOffspring: number
  readonly negLogLikelihood: number
  readonly isConverged: boolean
  readonly iterations: number
  readonly starts: number
  /** Names of the bounds that the fit ended on. */
  readonly boundsHit: readonly string[]
}

/** The stored answer of cascade-size. Sizes count all events, the post included. */
export interface Forecast {
  readonly windowSeconds: number
  readonly observedEvents: number
  readonly method: Method
  readonly reason: Reason | null
  /** Expected final size (the point of least expected absolute relative error where a forest answers). */
  readonly point: number | null
  readonly median: number | null
  readonly interval: { readonly low: number; readonly high: number; readonly coverage: number } | null
  /** Never less than this: the events already seen. */
  readonly lowerBound: number
  /** w in N = n + w A1/(1 - n*), such that it gives `point`; null without a fit or where A1 vanishes. */
  readonly scalingFactor: number | null
  readonly fit: FittedParameters | null
  /** The features that weighed most, by importance, most first. */
  readonly weights: readonly {
    readonly feature: string
    readonly importance: number
    readonly value: number
  }[]
  /** Whether the input lies outside what the model has seen; null without a model. */
  readonly range: { readonly isOutside: boolean; readonly distance: number; readonly limit: number } | null
}
