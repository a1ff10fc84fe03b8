import mlRandomForest from 'ml-random-forest'
import type { EngineOptions, ForestEngine } from '../../learners/forest/forest-engine.ts'
import type { Matrix } from '../../learners/forest/matrix.ts'
import { convertMlForest, type MlForest } from '../../learners/forest/ml-random-forest.ts'
import type { Forest } from '../../learners/forest/trees.ts'

/** The engine rejects trainings that would take longer. */
const maxSeconds = 60
/** Seconds for each tree, column and squared row. Measured: 1.5e-8 (1,000 rows) to 2.5e-8 (300 rows, on a busy machine). */
const secondsPerStep = 2.5e-8

/**
 * Throws a RangeError with the estimated time if growing these forests in sequence would take more than about a minute. The
 * package compares every threshold with every row: O(trees columns rows^2).
 */
function checkMlSeconds(
  forests: readonly { readonly rows: number; readonly columns: number; readonly trees: number }[]
): void {
  const seconds = forests.reduce(
    (sum, { rows, columns, trees }) => sum + secondsPerStep * trees * columns * rows * rows,
    0
  )
  if (seconds <= maxSeconds) return
  const rows = forests.map(each => each.rows).join(' + ')
  throw new RangeError(
    `ml-random-forest would take about ${Math.round(seconds)} s for ${rows} samples, at most ${maxSeconds} s are allowed: ` +
      'use the default engine'
  )
}

/**
 * The second engine, for small sets: the npm package ml-random-forest, with its result converted to our arrays (means, no
 * quantiles). Errors: see checkMlSeconds.
 */
export function trainMlForest(matrix: Matrix, targets: Float64Array, options: EngineOptions): Forest {
  const { rows, columns } = matrix
  checkMlSeconds([{ rows, columns, trees: options.trees }])
  return convertMlForest(trainMlModel(matrix, targets, options), rows, columns)
}

/** Trains the package's own model, in its own format. Unlike trainMlForest it does not check the estimated time. */
export function trainMlModel(
  { rows, columns, values }: Matrix,
  targets: Float64Array,
  options: EngineOptions
): MlForest {
  const samples = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => values[column * rows + row]!)
  )
  // noOOB: the out-of-bag code of the package throws on small sets.
  const forest = new mlRandomForest.RandomForestRegression({
    nEstimators: options.trees,
    seed: options.seed,
    noOOB: true
  })
  forest.train(samples, [...targets])
  return forest.toJSON() as unknown as MlForest
}

export const mlRandomForestEngine: ForestEngine = { check: checkMlSeconds, grow: trainMlForest }
