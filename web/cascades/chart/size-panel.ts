import { text, valueAxis } from '../../chart/axes.ts'
import { areaPath, linePath, type Point } from '../../chart/path.ts'
import { linearScale, logScale, type ValueScale } from '../../chart/value-scale.ts'
import { svg } from '../../element.ts'
import type { Forecast } from '../../service.ts'
import type { Cascade } from '../events.ts'
import type { TimeScale } from './time-scale.ts'

/** The share of the growth to come that is expected by each moment; the last is 1. */
export interface Growth {
  readonly moments: Float64Array
  readonly shares: Float64Array
}

interface SizePanel {
  readonly cascade: Cascade
  /** How many events lie in the window. */
  readonly seen: number
  readonly forecast: Forecast
  readonly truth: number | null
  readonly growth: Growth
  readonly time: TimeScale
  readonly top: number
  readonly bottom: number
}

// Above this ratio of the largest size to the events seen a linear axis would flatten what was seen.
const largestLinearRatio = 40

/** How many events by when: seen, forecast with its interval, truth. */
export function drawSize(panel: SizePanel): SVGGElement {
  const { cascade, seen, truth, time } = panel
  const scale = buildScale(panel)
  const note = scale.ticks[0] === 0 ? 'events by that time' : 'events by that time, log scale'
  const group = svg('g', {}, valueAxis(scale, time, 'Size', note), drawFan(panel, scale))
  if (truth !== null) {
    const y = scale.y(truth)
    if (cascade.times.length > seen) {
      const steps = stepsOf(cascade.times, seen - 1, cascade.times.length, time, scale)
      const points = [{ x: time.now, y: scale.y(seen) }, ...steps, { x: time.right, y }]
      group.append(svg('path', { d: linePath(points), class: 'line truth dotted' }))
    }
    group.append(svg('circle', { cx: time.right, cy: y, r: 4.5, class: 'truth-dot' }))
  }
  const points = [...stepsOf(cascade.times, 0, seen, time, scale), { x: time.now, y: scale.y(seen) }]
  group.append(svg('path', { d: linePath(points), class: 'line seen' }))
  return group
}

function buildScale({ forecast, truth, top, bottom }: SizePanel): ValueScale {
  const { interval, point, observedEvents } = forecast
  const largest = Math.max(interval?.high ?? 0, point ?? 0, truth ?? 0, observedEvents)
  const isWide = largest / Math.max(1, observedEvents) > largestLinearRatio
  return isWide ? logScale(1, largest, top, bottom) : linearScale(largest, top, bottom)
}

// At most one step a half pixel: a picture of many events stays small.
function stepsOf(
  times: readonly number[],
  from: number,
  to: number,
  time: TimeScale,
  scale: ValueScale
): Point[] {
  const points: Point[] = []
  let last = -Infinity
  for (let i = Math.max(0, from); i < to; i++) {
    const x = time.x(times[i]!)
    if (x - last < 0.5 && i < to - 1) continue
    points.push({ x, y: points.at(-1)?.y ?? scale.y(i + 1) }, { x, y: scale.y(i + 1) })
    last = x
  }
  return points
}

function drawFan({ forecast, growth, time }: SizePanel, scale: ValueScale): SVGGElement {
  const { point, interval, observedEvents } = forecast
  const group = svg('g')
  if (point === null) return svg('g', {}, text(time.now + 16, scale.top + 20, 'no forecast', 'muted'))
  const towards = (size: number): Point[] => [
    { x: time.now, y: scale.y(observedEvents) },
    ...Array.from(growth.moments, (moment, i) => ({
      x: time.x(moment),
      y: scale.y(observedEvents + growth.shares[i]! * (size - observedEvents))
    }))
  ]
  if (interval)
    group.append(svg('path', { d: areaPath(towards(interval.high), towards(interval.low)), class: 'fan' }))
  group.append(
    svg('path', { d: linePath(towards(point)), class: 'line forecast' }),
    svg('circle', { cx: time.right, cy: scale.y(point), r: 4.5, class: 'forecast-dot' })
  )
  return group
}
