import type { Matrix } from './matrix.ts'
import type { Forest } from './trees.ts'

/** What grows forests in place of our own learner. It may be a package, so it is handed to what uses it. */
export interface ForestEngine {
  /** RangeError, with the estimate, when growing these forests one after the other would take too long. */
  check(forests: readonly { readonly rows: number; readonly columns: number; readonly trees: number }[]): void
  /** A regression forest: a mean, no quantiles. `seed`: a 32-bit integer. */
  grow(matrix: Matrix, targets: Float64Array, options: EngineOptions): Forest
}

export interface EngineOptions {
  readonly trees: number
  readonly seed: number
}
