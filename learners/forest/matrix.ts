/** Numbers by column: the value of `row` in `column` is values[column * rows + row]. All finite. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array
}

/** Builds a matrix of rows with `columns` numbers. Throws a RangeError for a row of another length or a non-finite number. */
export function matrixFromRows(rows: readonly ArrayLike<number>[], columns: number): Matrix {
  const values = new Float64Array(rows.length * columns)
  rows.forEach((row, r) => {
    if (row.length !== columns) throw new RangeError(`row ${r} has ${row.length} columns, not ${columns}`)
    for (let c = 0; c < columns; c++) values[c * rows.length + r] = row[c]
  })
  const matrix = { rows: rows.length, columns, values }
  checkMatrix(matrix)
  return matrix
}

/** Throws a RangeError, which names row and column, unless the shape is consistent and every number is finite. */
export function checkMatrix({ rows, columns, values }: Matrix): void {
  if (values.length !== rows * columns)
    throw new RangeError(`${values.length} numbers do not make ${rows} rows of ${columns}`)
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new RangeError(`row ${i % rows}, column ${Math.floor(i / rows)}: ${values[i]} is not finite`)
}

/** The given rows, in the given order. */
export function selectRows({ rows, columns, values }: Matrix, picked: ArrayLike<number>): Matrix {
  const selected = new Float64Array(picked.length * columns)
  for (let c = 0; c < columns; c++)
    for (let i = 0; i < picked.length; i++) selected[c * picked.length + i] = values[c * rows + picked[i]]
  return { rows: picked.length, columns, values: selected }
}
