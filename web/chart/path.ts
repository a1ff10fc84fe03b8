export interface Point {
  readonly x: number
  readonly y: number
}

/** The `d` of a line through the points. */
export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}

/** The `d` of the area between two lines that begin and end at the same x. */
export function areaPath(upper: readonly Point[], lower: readonly Point[]): string {
  return `${linePath(upper)}L${linePath(lower.toReversed()).slice(1)}Z`
}
