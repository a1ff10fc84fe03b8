/** The entries of a row that are not 0. */
export interface SparseRow {
  readonly columns: Uint32Array
  readonly values: Float32Array
}

/** A sparse matrix by rows. Row i has the entries from starts[i] to starts[i + 1]. */
export interface SparseRows extends SparseRow {
  readonly starts: Uint32Array
  /** The number of columns. */
  readonly width: number
}

/** One matrix of rows. `width`: the number of columns. */
export function stackRows(rows: readonly SparseRow[], width: number): SparseRows {
  const starts = new Uint32Array(rows.length + 1)
  rows.forEach((row, index) => {
    starts[index + 1] = starts[index] + row.columns.length
  })
  const columns = new Uint32Array(starts[rows.length])
  const values = new Float32Array(starts[rows.length])
  rows.forEach((row, index) => {
    columns.set(row.columns, starts[index])
    values.set(row.values, starts[index])
  })
  return { starts, columns, values, width }
}
