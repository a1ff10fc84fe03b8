import mlRandomForest from 'ml-random-forest'
import type { Matrix } from '../../predictors/forest/matrix.ts'
import { convertMlForest, type MlForest } from '../../predictors/forest/ml-random-forest.ts'
import type { Forest } from '../../predictors/forest/trees.ts'

export interface MlOptions {
  readonly trees: number
  /** A 32-bit integer. */
  readonly seed: number
}

/** Above this the engine is refused. */
export const MOST_SECONDS = 60
/** Measured: 1.5e-8 to 1.8e-8 s a tree, column and squared row, at 500 to 1,000 rows on a 2-core machine. */
const SECONDS_A_STEP = 1.8e-8

/** About how long trainMlForest takes: it tries every threshold anew against every row, O(trees columns rows^2). */
export function estimateMlSeconds(rows: number, columns: number, trees: number): number {
  return SECONDS_A_STEP * trees * columns * rows * rows
}

/**
 * The second engine, for small sets: the npm package ml-random-forest, its result in our arrays (a point, no
 * quantiles). RangeError, with the estimate, when it would take more than about a minute.
 */
export function trainMlForest(matrix: Matrix, targets: Float64Array, options: MlOptions): Forest {
  const { rows, columns } = matrix
  const seconds = estimateMlSeconds(rows, columns, options.trees)
  if (seconds > MOST_SECONDS)
    throw new RangeError(
      `ml-random-forest takes time by the square of the samples: about ${Math.round(seconds)} s for ${rows}; ` +
        `at most ${MOST_SECONDS} s are allowed, so use the engine of our own`
    )
  return convertMlForest(trainMlModel(matrix, targets, options), rows, columns)
}

/** The package's own model, as it writes it. No estimate is made: see trainMlForest. */
export function trainMlModel(
  { rows, columns, values }: Matrix,
  targets: Float64Array,
  options: MlOptions
): MlForest {
  const samples = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => values[column * rows + row]!)
  )
  // Its out-of-bag code throws on small sets.
  const forest = new mlRandomForest.RandomForestRegression({
    nEstimators: options.trees,
    seed: options.seed,
    noOOB: true
  })
  forest.train(samples, [...targets])
  return forest.toJSON() as unknown as MlForest
}
