import type { Cascade } from '../../predictors/cascade-size/cascade.ts'
import { countUpTo } from '../../predictors/cascade-size/cascade.ts'
import type { Forecast } from '../../predictors/cascade-size/forecast.ts'
import { formatCount, valueAxis } from './axes.ts'
import { areaPath, element, linePath, type Point, text } from './svg.ts'
import type { TimeScale } from './time-scale.ts'
import { linearScale, logScale, type ValueScale } from './value-scale.ts'

/** The share of the growth to come that is expected by each moment; the last is 1. */
export interface GrowthShape {
  readonly moments: Float64Array
  readonly shares: Float64Array
}

interface SizePanel {
  readonly cascade: Cascade
  readonly forecast: Forecast
  readonly shape: GrowthShape
  /** The final size, where the file goes beyond the window. */
  readonly truth: number | null
  readonly time: TimeScale
  readonly top: number
  readonly bottom: number
}

// Above this ratio of the largest size to the events seen a linear axis would flatten what was seen.
const largestLinearRatio = 40

/** How many events by when: seen, forecast with its interval, truth; the final sizes named at the right. */
export function drawSizePanel(panel: SizePanel): string {
  const { forecast, time, truth } = panel
  const scale = buildScale(panel)
  const note = scale.ticks[0] === 0 ? 'events by that time' : 'events by that time, log scale'
  return [
    valueAxis(scale, time, 'Size', note),
    drawFan(panel, scale),
    truth === null ? '' : drawSteps(panel.cascade, time, scale, 'truth-line', time.endSeconds, '1 4'),
    drawSteps(panel.cascade, time, scale, 'seen-line', time.windowSeconds),
    drawEndLabels(forecast, truth, time, scale)
  ].join('')
}

function buildScale({ forecast, truth, top, bottom }: SizePanel): ValueScale {
  const largest = Math.max(
    forecast.interval?.high ?? 0,
    forecast.point ?? 0,
    truth ?? 0,
    forecast.observedEvents
  )
  const isWide = largest / forecast.observedEvents > largestLinearRatio
  return isWide ? logScale(1, largest, top, bottom) : linearScale(largest, top, bottom)
}

// At most one step a half pixel: a picture of a million events stays small.
function drawSteps(
  { times }: Cascade,
  time: TimeScale,
  scale: ValueScale,
  className: string,
  endSeconds: number,
  dashes?: string
): string {
  const points: Point[] = []
  const count = countUpTo(times, endSeconds)
  const begin = dashes === undefined ? 0 : countUpTo(times, time.windowSeconds) - 1
  let last = -Infinity
  for (let i = begin; i < count; i++) {
    const x = Math.max(time.x(times[i]!), dashes === undefined ? 0 : time.now)
    if (x - last < 0.5 && i < count - 1) continue
    points.push({ x, y: points.at(-1)?.y ?? scale.y(i + 1) }, { x, y: scale.y(i + 1) })
    last = x
  }
  points.push({ x: time.x(endSeconds), y: scale.y(count) })
  const dashing = { 'stroke-dasharray': dashes, 'stroke-width': dashes === undefined ? 2.5 : 2 }
  return element('path', { d: linePath(points), class: `line ${className}`, ...dashing })
}

function drawFan({ forecast, shape, time }: SizePanel, scale: ValueScale): string {
  const { point, interval, observedEvents } = forecast
  if (point === null) return ''
  const towards = (size: number): Point[] => [
    { x: time.now, y: scale.y(observedEvents) },
    ...Array.from(shape.moments, (moment, i) => ({
      x: time.x(moment),
      y: scale.y(observedEvents + shape.shares[i]! * (size - observedEvents))
    }))
  ]
  const fan =
    interval === null
      ? ''
      : element('path', {
          d: areaPath(towards(interval.high), towards(interval.low)),
          class: 'forecast',
          opacity: '0.18'
        })
  return (
    fan + element('path', { d: linePath(towards(point)), class: 'line forecast-line', 'stroke-width': 2.5 })
  )
}

function drawEndLabels(forecast: Forecast, truth: number | null, time: TimeScale, scale: ValueScale): string {
  const { point, interval } = forecast
  const x = time.right + 16
  const parts: string[] = []
  if (point !== null) {
    const y = clampLabel(scale.y(point), scale)
    const range = interval
      ? `${formatCount(interval.low)} to ${formatCount(interval.high)} (${interval.coverage * 100} %)`
      : ''
    parts.push(
      text(x, y + 2, formatCount(Math.round(point)), 'value forecast'),
      text(x, y + 20, range === '' ? 'expected' : `expected, ${range}`, 'muted')
    )
  }
  if (truth !== null) {
    const apart = point === null ? Infinity : scale.y(truth) - clampLabel(scale.y(point), scale)
    const y =
      Math.abs(apart) >= 46 ? scale.y(truth) : scale.y(truth) + Math.sign(apart || 1) * (46 - Math.abs(apart))
    parts.push(text(x, y + 2, formatCount(truth), 'value truth'), text(x, y + 20, 'came in the end', 'muted'))
  }
  return parts.join('')
}

function clampLabel(y: number, { top, bottom }: ValueScale): number {
  return Math.min(bottom - 14, Math.max(top + 10, y))
}
