import { type Drawing, drawText } from '../../chart/drawing.ts'
import type { ValueScale } from '../../chart/value-scale.ts'
import { formatCount, formatShare } from '../../format.ts'
import type { Figure } from './figure.ts'
import { listRanges } from './outlook.ts'

const MIN_DISTANCE = 46
const LINE_HEIGHT = 17

/** Draws the final sizes right of the panel, beside the ends of their lines, without overlap. */
export function drawEndLabels({ forecast, truth, time }: Figure, scale: ValueScale): Drawing[] {
  const { median } = forecast
  const drawLabel = (y: number, size: number, kind: string, notes: readonly string[]) => [
    drawText(time.right + 16, y + 2, formatCount(Math.round(size)), `value ${kind}`),
    ...notes.map((note, i) => drawText(time.right + 16, y + 20 + i * LINE_HEIGHT, note, 'muted'))
  ]
  const ranges = listRanges(forecast)
    .toReversed()
    .map(
      ({ low, high, coverage }) => `${formatCount(low)} to ${formatCount(high)} (${formatShare(coverage)})`
    )
  const below = ranges.length * LINE_HEIGHT
  const medianY =
    median === null ? null : Math.max(scale.top + 10, Math.min(scale.bottom - 14 - below, scale.y(median)))
  return [
    ...(median === null || medianY === null
      ? []
      : drawLabel(medianY, median, 'forecast-value', ['expected (median)', ...ranges])),
    ...(truth === null
      ? []
      : drawLabel(placeApart(scale.y(truth), medianY, below, scale), truth, 'truth-value', ['actual']))
  ]
}

/** Moves a label off another one, which has `below` pixels of further lines. */
function placeApart(y: number, other: number | null, below: number, { top, bottom }: ValueScale): number {
  if (other === null || y <= other - MIN_DISTANCE || y >= other + MIN_DISTANCE + below) return y
  const [above, under] = [other - MIN_DISTANCE, other + MIN_DISTANCE + below]
  if (under > bottom + 10) return above
  return y < other && above >= top - 14 ? above : under
}
