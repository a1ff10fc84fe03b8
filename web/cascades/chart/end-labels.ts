import { type Drawing, drawText } from '../../chart/drawing.ts'
import type { ValueScale } from '../../chart/value-scale.ts'
import { formatCount, formatShare } from '../../format.ts'
import type { Figure } from './figure.ts'

const MIN_DISTANCE = 46

/** Draws the final sizes right of the panel, beside the ends of their lines, without overlap. */
export function drawEndLabels({ forecast, truth, time }: Figure, scale: ValueScale): Drawing[] {
  const { point, interval } = forecast
  const drawLabel = (y: number, size: number, kind: string, note: string) => [
    drawText(time.right + 16, y + 2, formatCount(Math.round(size)), `value ${kind}`),
    drawText(time.right + 16, y + 20, note, 'muted')
  ]
  const pointY = point === null ? null : Math.min(scale.bottom - 14, Math.max(scale.top + 10, scale.y(point)))
  const range =
    interval &&
    `, ${formatCount(interval.low)} to ${formatCount(interval.high)} (${formatShare(interval.coverage)})`
  return [
    ...(point === null || pointY === null
      ? []
      : drawLabel(pointY, point, 'forecast-value', `expected${range ?? ''}`)),
    ...(truth === null ? [] : drawLabel(placeApart(scale.y(truth), pointY), truth, 'truth-value', 'actual'))
  ]
}

function placeApart(y: number, other: number | null): number {
  if (other === null || Math.abs(y - other) >= MIN_DISTANCE) return y
  return other + Math.sign(y - other || 1) * MIN_DISTANCE
}
