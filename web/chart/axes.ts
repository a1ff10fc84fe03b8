import { type TimeScale, timeTicks } from '../cascades/chart/time-scale.ts'
import { svg } from '../element.ts'
import { formatCount, formatDuration } from '../format.ts'
import type { ValueScale } from './value-scale.ts'

export function text(x: number, y: number, words: string, className = ''): SVGTextElement {
  return svg('text', { x, y, class: className }, words)
}

/** Horizontal rules with their values, and the panel's name above its upper left corner. */
export function valueAxis(
  scale: ValueScale,
  { left, right }: Pick<TimeScale, 'left' | 'right'>,
  name: string,
  note: string
): SVGGElement {
  const title = svg('text', { x: left, y: scale.top - 14 })
  title.append(svg('tspan', { class: 'panel' }, name), svg('tspan', { class: 'muted', dx: 8 }, note))
  const rules = scale.ticks.flatMap(tick => {
    const y = scale.y(tick)
    return [
      svg('line', { x1: left, x2: right, y1: y, y2: y, class: 'rule' }),
      text(left - 10, y + 4, formatCount(tick), 'muted end')
    ]
  })
  return svg('g', {}, ...rules, title)
}

/** Moments below the panels, and the line between what was seen and what was still to come. */
export function timeAxis(time: TimeScale, top: number, bottom: number): SVGGElement {
  const ticks = timeTicks(time).map(tick =>
    text(
      time.x(tick),
      bottom + 20,
      tick === 0 ? 'post' : formatDuration(tick),
      tick === time.windowSeconds ? 'panel middle' : 'muted middle'
    )
  )
  const y = bottom + 40
  return svg(
    'g',
    {},
    svg('line', { x1: time.now, x2: time.now, y1: top, y2: bottom + 6, class: 'now' }),
    ...ticks,
    text((time.left + time.now) / 2, y, 'seen', 'muted middle'),
    text((time.now + time.right) / 2, y, 'still to come', 'muted middle')
  )
}
