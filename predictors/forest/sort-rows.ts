const DIGIT_BITS = 11
const DIGITS = 2 ** DIGIT_BITS

/**
 * Fills `order` with the positions of `column` (numbers, none NaN) by rising value, equal values by position.
 * By digits, least first (D. Knuth, The Art of Computer Programming 3, 5.2.5): six stable passes over the bits of the
 * numbers, which rise as the numbers do once the negative ones are turned round. Cost O(n), about 30 ns a number.
 */
export function sortRows(column: Float64Array, order: Uint16Array | Uint32Array): void {
  const count = column.length
  // + 0: minus zero is zero.
  const numbers = Float64Array.from(column, value => value + 0)
  const words = new Uint32Array(numbers.buffer)
  for (let i = 0; i < count; i++) {
    const isNegative = words[2 * i + 1]! >>> 31 === 1
    words[2 * i]! ^= isNegative ? 0xffffffff : 0
    words[2 * i + 1]! ^= isNegative ? 0xffffffff : 0x80000000
  }
  let from = Uint32Array.from({ length: count }, (_, i) => i)
  let to = new Uint32Array(count)
  const places = new Uint32Array(DIGITS)
  for (let pass = 0; pass < 6; pass++) {
    const half = pass < 3 ? 0 : 1
    const shift = (pass % 3) * DIGIT_BITS
    places.fill(0)
    for (let i = 0; i < count; i++) places[(words[2 * i + half]! >>> shift) & (DIGITS - 1)]!++
    let place = 0
    for (let digit = 0; digit < DIGITS; digit++) {
      const own = places[digit]!
      places[digit] = place
      place += own
    }
    for (let i = 0; i < count; i++) {
      const row = from[i]!
      to[places[(words[2 * row + half]! >>> shift) & (DIGITS - 1)]!++] = row
    }
    ;[from, to] = [to, from]
  }
  order.set(from)
}
