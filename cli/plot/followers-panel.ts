import type { Cascade } from '../../predictors/cascade-size/cascade.ts'
import { valueAxis } from './axes.ts'
import { element, formatPixels } from './svg.ts'
import type { TimeScale } from './time-scale.ts'
import { logScale } from './value-scale.ts'

/** Every event by its author's followers, on a log scale: those seen, and paler those that came after. */
export function drawFollowersPanel(
  { times, magnitudes }: Cascade,
  time: TimeScale,
  top: number,
  bottom: number
): string {
  const largest = magnitudes.reduce((most, each) => Math.max(most, each), 10)
  const scale = logScale(1, largest, top, bottom)
  const dots = { seen: new Set<string>(), later: new Set<string>() }
  for (let i = 1; i < times.length && times[i]! <= time.endSeconds; i++) {
    const place = dotPath(time.x(times[i]!), scale.y(Math.max(1, magnitudes[i]!)))
    dots[times[i]! <= time.windowSeconds ? 'seen' : 'later'].add(place)
  }
  const post = { cx: time.x(0), cy: scale.y(Math.max(1, magnitudes[0]!)) }
  return [
    valueAxis(scale, time, 'Authors', 'followers of each, log scale'),
    drawDots(dots.later, 'truth-line', 0.3),
    drawDots(dots.seen, 'seen-line', 0.75),
    element('circle', { ...post, r: 6, class: 'paper seen-line', 'stroke-width': 2.5 })
  ].join('')
}

// A dot is a stroke of no length with round ends. Events on the same pixel share one.
function dotPath(x: number, y: number): string {
  return `M${formatPixels(Math.round(x * 2) / 2)} ${formatPixels(Math.round(y * 2) / 2)}h0`
}

function drawDots(dots: ReadonlySet<string>, className: string, opacity: number): string {
  const look = { class: `line ${className}`, 'stroke-width': 4.4, opacity: String(opacity) }
  return dots.size === 0 ? '' : element('path', { d: [...dots].join(''), ...look })
}
