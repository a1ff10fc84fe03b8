import type { Matrix } from './matrix.ts'
import type { Forest } from './trees.ts'

/** An alternative learner of forests. It may be a package, so it is passed as an argument. */
export interface ForestEngine {
  /** Throws a RangeError with the estimated time if growing these forests in sequence would take too long. */
  check(forests: readonly { readonly rows: number; readonly columns: number; readonly trees: number }[]): void
  /** Grows a regression forest that gives means and no quantiles. `seed`: a 32-bit integer. */
  grow(matrix: Matrix, targets: Float64Array, options: EngineOptions): Forest
}

export interface EngineOptions {
  readonly trees: number
  readonly seed: number
}
