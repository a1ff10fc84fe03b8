import { formatDuration } from '../format.ts'
import { element, spans, text } from './svg.ts'
import { type TimeScale, timeTicks } from './time-scale.ts'
import type { ValueScale } from './value-scale.ts'

/** '12', '3,400', '1.2M': short enough to stand beside an axis. */
export function formatCount(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  if (value >= 1e4 && value % 1000 === 0) return `${value / 1000}k`
  return value >= 10 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)))
}

/** Horizontal rules with their values, and the panel's name above its upper left corner. */
export function valueAxis(scale: ValueScale, time: TimeScale, name: string, note: string): string {
  const rules = scale.ticks.map(tick => {
    const y = scale.y(tick)
    return (
      element('line', { x1: time.left, x2: time.right, y1: y, y2: y, class: 'grid-line' }) +
      text(time.left - 14, y + 4.5, formatCount(tick), 'muted end')
    )
  })
  const title = spans(time.left, scale.top - 14, [name, 'panel ink'], [note, 'muted'])
  return rules.join('') + title
}

/** Moments below the panels, and the line between what was seen and what was still to come. */
export function timeAxis(time: TimeScale, top: number, bottom: number): string {
  const ticks = timeTicks(time).map(tick => {
    const isWindow = tick === time.windowSeconds
    const label = tick === 0 ? 'post' : formatDuration(tick)
    return text(time.x(tick), bottom + 22, label, isWindow ? 'bold ink middle' : 'muted middle')
  })
  const y = bottom + 44
  return [
    element('line', {
      x1: time.now,
      x2: time.now,
      y1: top,
      y2: bottom + 6,
      class: 'ink-line',
      'stroke-width': 1,
      'stroke-dasharray': '2 3'
    }),
    ...ticks,
    text((time.left + time.now) / 2, y, 'seen', 'muted middle'),
    text((time.now + time.right) / 2, y, 'still to come (log scale)', 'muted middle')
  ].join('')
}
