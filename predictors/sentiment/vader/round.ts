/**
 * Rounds to `digits` decimals (at most 6) as Python does: to the nearest decimal of the exact binary value, and a tie to the
 * even one. |value| is at most 1e6. Never returns -0.
 */
export function round(value: number, digits: number): number {
  const scale = 10 ** digits
  const scaled = value * scale
  const low = Math.floor(scaled)
  const part = scaled - low
  if (Math.abs(part - 0.5) > 1e-6) return (part < 0.5 ? low : low + 1) / scale + 0
  // A tie is an odd multiple of 1 / 2^(digits + 1), which a product with a power of 2 shows exactly.
  const isTie = Math.abs((value * 2 ** (digits + 1)) % 2) === 1
  if (isTie) return (low % 2 === 0 ? low : low + 1) / scale + 0
  return Number(value.toFixed(digits)) + 0
}
