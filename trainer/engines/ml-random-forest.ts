import mlRandomForest from 'ml-random-forest'
import type { EngineOptions, ForestEngine } from '../../learners/forest/forest-engine.ts'
import type { Matrix } from '../../learners/forest/matrix.ts'
import { convertMlForest, type MlForest } from '../../learners/forest/ml-random-forest.ts'
import type { Forest } from '../../learners/forest/trees.ts'

/** Above this the engine is refused. */
const maxSeconds = 60
/** Measured: 1.5e-8 (1,000 rows) to 2.5e-8 s (300 rows, a busy machine) a tree, column and squared row. */
const secondsAStep = 2.5e-8

/**
 * RangeError, with the estimate, when growing these forests one after the other would take more than about a minute:
 * the package tries every threshold anew against every row, O(trees columns rows^2).
 */
function checkMlSeconds(
  forests: readonly { readonly rows: number; readonly columns: number; readonly trees: number }[]
): void {
  const seconds = forests.reduce(
    (sum, { rows, columns, trees }) => sum + secondsAStep * trees * columns * rows * rows,
    0
  )
  if (seconds <= maxSeconds) return
  const rows = forests.map(each => each.rows).join(' + ')
  throw new RangeError(
    `ml-random-forest takes time by the square of the samples: about ${Math.round(seconds)} s for ${rows}; ` +
      `at most ${maxSeconds} s are allowed, so use the engine of our own`
  )
}

/**
 * The second engine, for small sets: the npm package ml-random-forest, its result in our arrays (a point, no
 * quantiles). RangeError as checkMlSeconds.
 */
export function trainMlForest(matrix: Matrix, targets: Float64Array, options: EngineOptions): Forest {
  const { rows, columns } = matrix
  checkMlSeconds([{ rows, columns, trees: options.trees }])
  return convertMlForest(trainMlModel(matrix, targets, options), rows, columns)
}

/** The package's own model, as it writes it. No estimate is made: see trainMlForest. */
export function trainMlModel(
  { rows, columns, values }: Matrix,
  targets: Float64Array,
  options: EngineOptions
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

export const mlRandomForestEngine: ForestEngine = { check: checkMlSeconds, grow: trainMlForest }
