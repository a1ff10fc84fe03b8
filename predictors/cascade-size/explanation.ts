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
