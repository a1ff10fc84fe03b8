/** A sparse matrix by rows: row i has the entries from starts[i] to starts[i + 1]. */
export interface SparseMatrix {
  readonly starts: Uint32Array
  readonly columns: Uint32Array
  readonly values: Float64Array
}

const MAX_ITERATIONS = 200
/** The share of the first residual at which the search ends. */
const TOLERANCE = 1e-6

/**
 * Ridge regression: the weights w that minimize |X w - y|^2 + sum of penalties[j] w[j]^2, by conjugate gradients on the normal
 * equations with the diagonal as preconditioner. Penalties must be above 0. Cost: two passes over the entries for each iteration.
 */
export function solveRidge(
  rows: SparseMatrix,
  targets: Float64Array,
  penalties: Float64Array
): Float64Array<ArrayBuffer> {
  const width = penalties.length
  const weights = new Float64Array(width)
  const residual = multiplyTransposed(rows, targets, width)
  const scale = findDiagonal(rows, penalties)
  let scaled = residual.map((value, j) => value / scale[j]!)
  const direction = scaled.slice()
  let product = dot(residual, scaled)
  const enough = product * TOLERANCE ** 2
  for (let iteration = 0; iteration < MAX_ITERATIONS && product > enough; iteration++) {
    const image = multiplyTransposed(rows, multiply(rows, direction), width)
    for (let j = 0; j < width; j++) image[j]! += penalties[j]! * direction[j]!
    const step = product / dot(direction, image)
    for (let j = 0; j < width; j++) {
      weights[j]! += step * direction[j]!
      residual[j]! -= step * image[j]!
    }
    scaled = residual.map((value, j) => value / scale[j]!)
    const next = dot(residual, scaled)
    for (let j = 0; j < width; j++) direction[j] = scaled[j]! + (next / product) * direction[j]!
    product = next
  }
  return weights
}

function multiply({ starts, columns, values }: SparseMatrix, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, row) => {
    let sum = 0
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += values[at]! * vector[columns[at]!]!
    return sum
  })
}

function multiplyTransposed({ starts, columns, values }: SparseMatrix, vector: Float64Array, width: number) {
  const sums = new Float64Array(width)
  for (let row = 0; row < vector.length; row++)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sums[columns[at]!]! += values[at]! * vector[row]!
  return sums
}

function findDiagonal({ columns, values }: SparseMatrix, penalties: Float64Array): Float64Array {
  const diagonal = penalties.slice()
  for (let at = 0; at < columns.length; at++) diagonal[columns[at]!]! += values[at]! ** 2
  return diagonal
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let j = 0; j < one.length; j++) sum += one[j]! * other[j]!
  return sum
}
