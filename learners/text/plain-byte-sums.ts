import { type ByteRows, unpackRows } from './byte-rows.ts'

/** Adds up rows of one table of bytes. */
export interface ByteSums {
  /** The numbers of the rows to be added are written here. A call may return another array than the one before. */
  rows(capacity: number): Uint32Array
  /** The sum of each column over the row numbers from `begin` to before `end`. Valid until the next call. */
  sum(begin: number, end: number): Uint32Array
  /** What each of the first `count` rows has more in one column than in another. Valid until the next call. */
  differences(count: number, one: number, other: number): Int16Array
}

/** The same sums in plain TypeScript. */
export function buildPlainSums(rows: ByteRows): ByteSums {
  const { width } = rows
  const table = new Uint8Array(rows.sizes.length * width)
  unpackRows(rows, table, width)
  const sums = new Uint32Array(width)
  let buffer = new Uint32Array(0)
  return {
    rows(capacity) {
      if (buffer.length < capacity) buffer = new Uint32Array(capacity)
      return buffer
    },
    sum(begin, end) {
      sums.fill(0)
      for (let at = begin; at < end; at++) {
        const base = buffer[at] * width
        for (let column = 0; column < width; column++) sums[column] += table[base + column]
      }
      return sums
    },
    differences: (count, one, other) => subtractColumns(table, width, buffer, count, one, other)
  }
}

/** The differences of two columns, for a table with `stride` bytes a row. */
export function subtractColumns(
  table: Uint8Array,
  stride: number,
  rows: Uint32Array,
  count: number,
  one: number,
  other: number
): Int16Array {
  const differences = new Int16Array(count)
  for (let at = 0; at < count; at++) {
    const base = rows[at] * stride
    differences[at] = table[base + one] - table[base + other]
  }
  return differences
}
