/** The reasons of one forecast: log(base) and all contributions sum to log(median). */
export interface Reasons {
  /** The final size to start from: the geometric mean of the training cases. */
  readonly base: number
  /** The largest effects first; the last group is `adjustment`. */
  readonly groups: readonly ReasonGroup[]
}

export interface ReasonGroup {
  readonly name: string
  readonly title: string
  /** On the natural logarithm of the final size. */
  readonly contribution: number
  /** The factor on the final size: e^contribution. */
  readonly factor: number
}

/** A finished cascade of the training set that resembles the one asked about. */
export interface SimilarCascade {
  /** Null where the model does not keep it. */
  readonly id: string | null
  /** Its events at the window at which the model was trained, the post included. */
  readonly observedEvents: number
  readonly finalSize: number
  /** Its share of the weight of all training cases in the forecast. */
  readonly weight: number
  /** Null where the model does not keep it. */
  readonly isSimulated: boolean | null
}
