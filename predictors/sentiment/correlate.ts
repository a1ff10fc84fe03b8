/** Pearson's correlation. 0 if one of both is constant. */
export function correlate(one: readonly number[], other: readonly number[]): number {
  const [oneMean, otherMean] = [mean(one), mean(other)]
  let product = 0
  let oneSquares = 0
  let otherSquares = 0
  one.forEach((value, at) => {
    const [a, b] = [value - oneMean, other[at]! - otherMean]
    product += a * b
    oneSquares += a * a
    otherSquares += b * b
  })
  return oneSquares * otherSquares === 0 ? 0 : product / Math.sqrt(oneSquares * otherSquares)
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
