import { drawValueAxis } from '../../chart/axes.ts'
import { type Drawing, draw, drawText } from '../../chart/drawing.ts'
import { areaPath, linePath, type Point } from '../../chart/path.ts'
import { linearScale, logScale, type ValueScale } from '../../chart/value-scale.ts'
import { drawEndLabels } from './end-labels.ts'
import type { Figure, Panel } from './figure.ts'
import { isOver, listRanges } from './outlook.ts'
import { sharesOf } from './process.ts'

// Above this ratio of the largest size to the seen events, a linear axis would flatten the seen events.
const MAX_LINEAR_RATIO = 40

/** Draws the events over time: seen, forecast with its interval, actual. `hasLabels`: with the final sizes at the right. */
export function drawSize(figure: Figure, panel: Panel, hasLabels: boolean): Drawing {
  const { observation, time } = figure
  const scale = buildScale(figure, panel)
  const note = scale.ticks[0] === 0 ? 'events by that time' : 'events by that time, log scale'
  const seen = observation.times.length
  const steps = listSteps(observation.times, 0, time.x, scale)
  return draw(
    'g',
    {},
    drawValueAxis(scale, time, 'Size', note),
    ...drawFan(figure, scale),
    ...drawTruth(figure, scale),
    draw('path', { d: linePath([...steps, { x: time.now, y: scale.y(seen) }]), class: 'line seen' }),
    ...(hasLabels ? drawEndLabels(figure, scale) : [])
  )
}

function buildScale({ forecast, truth }: Figure, { top, bottom }: Panel): ValueScale {
  const { median, observedEvents } = forecast
  const highs = listRanges(forecast).map(({ high }) => high)
  const largest = Math.max(...highs, median ?? 0, truth ?? 0, observedEvents)
  const isWide = largest / Math.max(1, observedEvents) > MAX_LINEAR_RATIO
  return isWide ? logScale(1, largest, top, bottom) : linearScale(largest, top, bottom)
}

// At most one step per half pixel keeps the picture of many events small.
function listSteps(
  times: Float64Array,
  first: number,
  container: (seconds: number) => number,
  scale: ValueScale
): Point[] {
  const points: Point[] = []
  let last = -Infinity
  for (let i = first; i < times.length; i++) {
    const x = container(times[i]!)
    if (x - last < 0.5 && i < times.length - 1) continue
    points.push({ x, y: points.at(-1)?.y ?? scale.y(i + 1) }, { x, y: scale.y(i + 1) })
    last = x
  }
  return points
}

function drawTruth({ cascade, observation, truth, time }: Figure, scale: ValueScale): Drawing[] {
  if (truth === null) return []
  const end = { x: time.right, y: scale.y(truth) }
  const seen = observation.times.length
  const start = { x: time.now, y: scale.y(seen) }
  const steps = listSteps(cascade.times, seen, time.x, scale)
  const isKnown = cascade.times.length > seen
  return [
    ...(isKnown ? [draw('path', { d: linePath([start, ...steps, end]), class: 'line truth dotted' })] : []),
    draw('circle', { cx: end.x, cy: end.y, r: 4.5, class: 'truth-dot' })
  ]
}

function drawFan({ forecast, growth, time }: Figure, scale: ValueScale): Drawing[] {
  const { median, observedEvents } = forecast
  if (median === null) return [drawText(time.now + 16, scale.top + 20, 'no expected size', 'muted')]
  const towards = (size: number): Point[] => {
    const shares = sharesOf(growth, size - observedEvents)
    return [
      { x: time.now, y: scale.y(observedEvents) },
      ...Array.from(growth.moments, (moment, i) => ({
        x: time.x(moment),
        y: scale.y(observedEvents + shares[i]! * (size - observedEvents))
      }))
    ]
  }
  // A post that is over has a level line; its fan says how sure that is, and no growth is drawn as expected.
  const state = isOver(forecast) ? ' over' : ''
  return [
    ...listRanges(forecast).map(({ low, high }) =>
      draw('path', { d: areaPath(towards(high), towards(low)), class: `fan${state}` })
    ),
    draw('path', { d: linePath(towards(median)), class: `line forecast${state}` }),
    draw('circle', { cx: time.right, cy: scale.y(median), r: 4.5, class: 'forecast-dot' }),
    drawText(time.now + 10, scale.top + 16, state === '' ? 'growing' : 'over', `state${state}`)
  ]
}
