import { checkMatrix, type Matrix } from './matrix.ts'
import { sortRows } from './sort-rows.ts'

/** Whole numbers below 2^16 or 2^32. */
export type Codes = Uint16Array | Uint32Array

/**
 * A matrix in which every number is replaced by its rank among the distinct values of its column. Trees are trained on it:
 * splits depend only on the order of values, and small whole numbers are faster to compare and to load.
 */
export interface RankedMatrix {
  readonly rows: number
  readonly columns: number
  /** By column: the rank of row r in column c is codes[c * rows + r]. */
  readonly codes: Codes
  /** By column: its rows in ascending order of value; rows with equal values in ascending order of number. */
  readonly orders: Codes
  /** By column: its distinct values in ascending order. Those of column c are at starts[c] to starts[c + 1]. */
  readonly distinct: Float64Array
  readonly starts: Uint32Array
}

/** Ranks a matrix once for any number of forests. Errors: see checkMatrix. Cost O(columns rows log rows). */
export function rankMatrix(matrix: Matrix): RankedMatrix {
  checkMatrix(matrix)
  const { rows, columns, values } = matrix
  const Kind = codesFor(rows)
  const codes = new Kind(rows * columns)
  const orders = new Kind(rows * columns)
  const distinct = new Float64Array(rows * columns)
  const starts = new Uint32Array(columns + 1)
  let end = 0
  for (let c = 0; c < columns; c++) {
    const column = values.subarray(c * rows, (c + 1) * rows)
    const order = orders.subarray(c * rows, (c + 1) * rows)
    sortRows(column, order)
    for (let i = 0; i < rows; i++) {
      const value = column[order[i]]
      if (i === 0 || value !== distinct[end - 1]) distinct[end++] = value
      codes[c * rows + order[i]] = end - 1 - starts[c]
    }
    starts[c + 1] = end
  }
  return { rows, columns, codes, orders, distinct: distinct.slice(0, end), starts }
}

/** The smallest array type for row numbers and counts of `rows` rows. */
export function codesFor(rows: number): Uint16ArrayConstructor | Uint32ArrayConstructor {
  return rows < 65536 ? Uint16Array : Uint32Array
}
