import type { Artefact } from '../forest/artefact.ts'
import { isRecord } from '../json.ts'
import type { Estimator, FittedEstimator } from '../pipeline.ts'
import { Random } from '../random.ts'
import { type SparseRow, type SparseRows, stackRows } from './sparse-rows.ts'

export interface SvmOptions {
  /** The cost of a violated margin, C. */
  readonly cost: number
  /** The largest difference of projected gradients at which the training stops. */
  readonly tolerance: number
  readonly maxIterations: number
  readonly seed: number
}

/** The class with the largest margin, and the margin of each class in the order of the classes. */
export interface SvmAnswer {
  readonly label: string
  readonly margins: Float64Array
}

const defaults: SvmOptions = { cost: 1, tolerance: 1e-4, maxIterations: 1_000, seed: 1 }

/** A linear SVM for each class against the others, as a stage of a pipeline: LinearSVC of scikit-learn. */
export function linearSvm(given: Partial<SvmOptions> = {}): Estimator<SparseRow, string, SvmAnswer> {
  const options = { ...defaults, ...given }
  return {
    name: 'linear-svm',
    fit(rows, labels) {
      const classes = [...new Set(labels)].sort()
      const width = rows.reduce((max, { columns }) => columns.reduce((a, b) => Math.max(a, b + 1), max), 0)
      const stacked = stackRows(rows, width)
      const weights = new Float32Array(classes.length * (width + 1))
      // The classes are independent of each other, and of the order in which they are trained.
      classes.forEach((label, index) => {
        const random = new Random(options.seed).split(index)
        weights.set(
          trainSvm(stacked, row => labels[row] === label, options, random),
          index * (width + 1)
        )
      })
      return build(classes, weights)
    },
    decode: ({ header, arrays }) => {
      const classes = isRecord(header) && Array.isArray(header.classes) ? header.classes.map(String) : []
      const { weights } = arrays
      if (!(weights instanceof Float32Array) || classes.length === 0 || weights.length % classes.length > 0)
        throw new TypeError('not a linear SVM: it has not weights for each class')
      return build(classes, weights)
    }
  }
}

function build(
  classes: readonly string[],
  weights: Float32Array
): FittedEstimator<SparseRow, string, SvmAnswer> {
  const stride = weights.length / classes.length
  return {
    predict({ columns, values }) {
      const margins = new Float64Array(classes.length)
      let winner = 0
      for (let c = 0; c < classes.length; c++) {
        const base = c * stride
        let margin = weights[base + stride - 1]
        for (let at = 0; at < columns.length; at++)
          // Columns that no training row had.
          if (columns[at] < stride - 1) margin += weights[base + columns[at]] * values[at]
        margins[c] = margin
        if (margin > margins[winner]) winner = c
      }
      return { label: classes[winner], margins }
    },
    encode: (): Artefact => ({ header: { classes }, arrays: { weights } })
  }
}

/**
 * A linear SVM with squared hinge loss for one class against all others, by dual coordinate descent with shrinking (Hsieh et al.
 * 2008, liblinear's solver 1). Returns the weights of the columns, and last the intercept, which is regularized as a column of
 * ones: LinearSVC(loss='squared_hinge', dual=True) of scikit-learn. Cost: a pass over the entries of the rows for each iteration.
 */
function trainSvm(
  rows: SparseRows,
  isPositive: (row: number) => boolean,
  { cost, tolerance, maxIterations }: SvmOptions,
  random: Random
): Float64Array {
  const { starts, columns, values, width } = rows
  const rowCount = starts.length - 1
  const weights = new Float64Array(width + 1)
  const diagonal = 0.5 / cost
  const squares = new Float64Array(rowCount)
  const signs = new Int8Array(rowCount)
  const order = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    order[row] = row
    signs[row] = isPositive(row) ? 1 : -1
    let sum = diagonal + 1
    for (let at = starts[row]; at < starts[row + 1]; at++) sum += values[at] * values[at]
    squares[row] = sum
  }
  const alphas = new Float64Array(rowCount)
  let active = rowCount
  let maxBefore = Number.POSITIVE_INFINITY
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    let max = Number.NEGATIVE_INFINITY
    let min = Number.POSITIVE_INFINITY
    for (let place = 0; place < active; place++)
      swap(order, place, place + Math.floor(random.uniform() * (active - place)))
    for (let place = 0; place < active; place++) {
      const row = order[place]
      const sign = signs[row]
      const start = starts[row]
      const end = starts[row + 1]
      let product = weights[width]
      for (let at = start; at < end; at++) product += weights[columns[at]] * values[at]
      const gradient = sign * product - 1 + alphas[row] * diagonal
      const before = alphas[row]
      if (before === 0 && gradient > maxBefore) {
        active--
        swap(order, place, active)
        place--
        continue
      }
      const projected = before === 0 ? Math.min(gradient, 0) : gradient
      if (projected > max) max = projected
      if (projected < min) min = projected
      if (Math.abs(projected) <= 1e-12) continue
      const after = Math.max(before - gradient / squares[row], 0)
      alphas[row] = after
      const step = (after - before) * sign
      for (let at = start; at < end; at++) weights[columns[at]] += step * values[at]
      weights[width] += step
    }
    if (max - min > tolerance) {
      maxBefore = max > 0 ? max : Number.POSITIVE_INFINITY
      continue
    }
    if (active === rowCount) break
    // All rows again, to see whether one that was left out violates its margin now.
    active = rowCount
    maxBefore = Number.POSITIVE_INFINITY
  }
  return weights
}

function swap(order: Uint32Array, one: number, other: number): void {
  const moved = order[one]
  order[one] = order[other]
  order[other] = moved
}
