const DIGIT_BITS = 11
const DIGITS = 2 ** DIGIT_BITS
const PASSES = 3

/**
 * Fills `order` with the indexes of `column` (no NaN) in ascending order of value; equal values keep their order.
 * LSD radix sort (D. Knuth, The Art of Computer Programming 3, 5.2.5): three stable passes over the upper 32 bits of the
 * numbers, with the bits inverted so that they sort like the numbers. Numbers with equal upper bits are then sorted by
 * comparison. Cost O(n), or O(n log n) if all upper bits are equal.
 */
export function sortRows(column: Float64Array, order: Uint16Array | Uint32Array): void {
  const count = column.length
  const words = new Uint32Array(2)
  const number = new Float64Array(words.buffer)
  let keys = new Uint32Array(count)
  let rows = new Uint32Array(count)
  const places = new Uint32Array(PASSES * DIGITS)
  for (let i = 0; i < count; i++) {
    // + 0 turns -0 into 0.
    number[0] = column[i] + 0
    const upper = words[1]
    const key = (upper ^ (upper >>> 31 === 1 ? 0xffffffff : 0x80000000)) >>> 0
    keys[i] = key
    rows[i] = i
    for (let pass = 0; pass < PASSES; pass++) places[pass * DIGITS + digitOf(key, pass)]++
  }
  let otherKeys = new Uint32Array(count)
  let otherRows = new Uint32Array(count)
  for (let pass = 0; pass < PASSES; pass++) {
    const own = places.subarray(pass * DIGITS, (pass + 1) * DIGITS)
    let place = 0
    for (let digit = 0; digit < DIGITS; digit++) {
      const numbers = own[digit]
      own[digit] = place
      place += numbers
    }
    for (let i = 0; i < count; i++) {
      const key = keys[i]
      const to = own[digitOf(key, pass)]++
      otherKeys[to] = key
      otherRows[to] = rows[i]
    }
    ;[keys, otherKeys] = [otherKeys, keys]
    ;[rows, otherRows] = [otherRows, rows]
  }
  for (let begin = 0, end = 1; begin < count; begin = end++) {
    while (end < count && keys[end] === keys[begin]) end++
    if (end - begin > 1) sortByValue(column, rows.subarray(begin, end))
  }
  order.set(rows)
}

function digitOf(key: number, pass: number): number {
  return (key >>> (pass * DIGIT_BITS)) & (DIGITS - 1)
}

/** `rows` are in ascending order already, so equal values need no sorting. */
function sortByValue(column: Float64Array, rows: Uint32Array): void {
  const first = column[rows[0]]
  for (let i = 1; i < rows.length; i++)
    if (column[rows[i]] !== first) {
      rows.sort((one, other) => column[one] - column[other] || one - other)
      return
    }
}
