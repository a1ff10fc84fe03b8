import { roundPixels } from './drawing.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Builds the `d` of a line through the points. */
export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${roundPixels(x)} ${roundPixels(y)}`).join('')
}

/** Builds the `d` of the area between two lines that begin and end at the same x. */
export function areaPath(upper: readonly Point[], lower: readonly Point[]): string {
  return `${linePath([...upper, ...lower.toReversed()])}Z`
}
