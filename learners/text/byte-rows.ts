/** Rows of small non-negative numbers, of which most are 0. */
export interface ByteRows {
  /** The number of columns, at most 256. */
  readonly width: number
  /** The number of entries of each row that are not 0. */
  readonly sizes: Uint8Array
  /** The column of each entry, row by row. */
  readonly columns: Uint8Array
  readonly values: Uint8Array
}

/**
 * Rounds weights that are not negative to bytes, the largest to 255, and keeps those that are not 0. `scale`: what one step
 * weighs. Cost O(weights).
 */
export function packRows(
  weights: Float32Array,
  width: number
): { readonly rows: ByteRows; readonly scale: number } {
  let max = 0
  let count = 0
  for (const weight of weights) {
    if (weight > max) max = weight
    if (weight > 0) count++
  }
  const scale = max > 0 ? max / 255 : 1
  const sizes = new Uint8Array(weights.length / width)
  const columns = new Uint8Array(count)
  const values = new Uint8Array(count)
  let next = 0
  for (let at = 0; at < weights.length; at++) {
    const value = Math.round(weights[at] / scale)
    if (value === 0) continue
    columns[next] = at % width
    values[next++] = value
    sizes[Math.floor(at / width)]++
  }
  return { rows: { width, sizes, columns: columns.slice(0, next), values: values.slice(0, next) }, scale }
}

/** Writes the rows to a table of zeros, with `stride` bytes a row. */
export function unpackRows({ sizes, columns, values }: ByteRows, table: Uint8Array, stride: number): void {
  let next = 0
  for (let row = 0; row < sizes.length; row++) {
    const base = row * stride
    const end = next + sizes[row]
    for (; next < end; next++) table[base + columns[next]] = values[next]
  }
}

/** The reason why rows cannot be unpacked. Null: they can. */
export function findRowsFault({ width, sizes, columns, values }: ByteRows): string | null {
  // Plain loops: a callback for each entry would cost more than the rest of a start.
  let total = 0
  for (let row = 0; row < sizes.length; row++) total += sizes[row]
  if (total !== columns.length || total !== values.length)
    return 'its rows have not one column and value for each entry'
  let last = 0
  for (let at = 0; at < columns.length; at++) if (columns[at] > last) last = columns[at]
  return last < width ? null : 'a column is out of range'
}
