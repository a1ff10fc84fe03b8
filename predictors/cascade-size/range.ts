/**
 * The range of a model's training data. The distance between two rows is the root mean square of their differences over the
 * columns, in standard deviations, each at most 10. The distance of a row from the range is its distance to the 5th nearest
 * reference row. 97.5 % of the reference rows are within the limit, measured without the row itself.
 */
export interface Range {
  readonly columns: number
  readonly scales: Float64Array
  /** The reference rows, concatenated, in standard deviations. */
  readonly references: Float64Array
  readonly limit: number
}

const neighbor = 5
export const maxRangeReferences = 1000
const limitShare = 0.975
const maxDifference = 10

/** Learns the range from at most `maxReferences` evenly spaced training rows. Cost O(references^2 columns). */
export function learnRange(
  rows: readonly ArrayLike<number>[],
  maxReferences: number = maxRangeReferences
): Range {
  const columns = rows[0].length
  const scales = Float64Array.from({ length: columns }, (_, column) => measureDeviation(rows, column))
  const count = Math.min(rows.length, maxReferences)
  const references = new Float64Array(count * columns)
  for (let r = 0; r < count; r++) {
    const row = rows[Math.floor((r * rows.length) / count)]
    for (let c = 0; c < columns; c++) references[r * columns + c] = row[c] / scales[c]
  }
  const own = new Float64Array(count)
  for (let r = 0; r < count; r++)
    own[r] = findDistance(references.subarray(r * columns, (r + 1) * columns), references, r)
  own.sort()
  return { columns, scales, references, limit: own[Math.ceil(limitShare * count) - 1] }
}

/** The distance of a row from the range. Cost O(references columns). */
export function measureDistance({ columns, scales, references }: Range, row: ArrayLike<number>): number {
  const scaled = new Float64Array(columns)
  for (let c = 0; c < columns; c++) scaled[c] = row[c] / scales[c]
  return findDistance(scaled, references, -1)
}

function findDistance(row: Float64Array, references: Float64Array, leftOut: number): number {
  const columns = row.length
  const nearest = new Float64Array(neighbor).fill(Infinity)
  for (let r = 0; r * columns < references.length; r++) {
    if (r === leftOut) continue
    let sum = 0
    for (let c = 0; c < columns; c++) {
      const difference = Math.min(maxDifference, Math.abs(row[c] - references[r * columns + c]))
      sum += difference * difference
    }
    if (sum >= nearest[neighbor - 1]) continue
    let place = neighbor - 1
    for (; place > 0 && nearest[place - 1] > sum; place--) nearest[place] = nearest[place - 1]
    nearest[place] = sum
  }
  return Math.sqrt(nearest[neighbor - 1] / columns)
}

/** The standard deviation of a column. For a constant column it is small, so that any difference counts as large. */
function measureDeviation(rows: readonly ArrayLike<number>[], column: number): number {
  let sum = 0
  for (const row of rows) sum += row[column]
  const mean = sum / rows.length
  let squares = 0
  for (const row of rows) squares += (row[column] - mean) ** 2
  const deviation = Math.sqrt(squares / rows.length)
  return deviation > 1e-9 * (1 + Math.abs(mean)) ? deviation : 1e-3 * (1 + Math.abs(mean))
}
