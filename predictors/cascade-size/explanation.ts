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

/** Why an answer is to be doubted. The list is closed. */
export type FlagName =
  /** No model of the version answered, but an estimate without training. */
  | 'untrained'
  /** The features are farther from those of the training cases than 97.5 % of these are from each other. */
  | 'outside-training-range'
  /** Fewer events were seen than of 98 % of the training cases: the smallest sizes of the training set. */
  | 'smallest-size'
  /** The answer and the untrained estimate are farther apart than for 99 % of the training cases, out of bag. */
  | 'disagrees-with-estimate'
  /** The 80 % range is so wide that the median is an order of magnitude at best. */
  | 'wide-range'
  /** Too many or too few of the recent outcomes were within the 80 % range. */
  | 'coverage'

export interface Flag {
  readonly name: FlagName
  /** The reason in a sentence, with figures. */
  readonly text: string
}
