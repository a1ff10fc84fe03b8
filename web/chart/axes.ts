import { formatCount, formatDuration } from '../format.ts'
import { type Drawing, draw, drawText } from './drawing.ts'
import { type TimeScale, timeTicks } from './time-scale.ts'
import type { ValueScale } from './value-scale.ts'

/** Charts narrower than this, in pixels, have shorter notes. */
export const NARROW_WIDTH = 560

/** Draws horizontal rules with their values, and the panel's name above its upper left corner. */
export function drawValueAxis(
  scale: ValueScale,
  { left, right }: Pick<TimeScale, 'left' | 'right'>,
  name: string,
  note: string
): Drawing {
  const rules = scale.ticks.flatMap(tick => {
    const y = scale.y(tick)
    return [
      draw('line', { x1: left, x2: right, y1: y, y2: y, class: 'rule' }),
      drawText(left - 10, y + 4, formatCount(tick), 'muted end')
    ]
  })
  const title = draw(
    'text',
    { x: left, y: scale.top - 14 },
    draw('tspan', { class: 'panel' }, name),
    draw('tspan', { class: 'muted', dx: 8 }, note)
  )
  return draw('g', {}, ...rules, title)
}

/** Draws the times below the panels, with `origin` as the label of 0, and the line between the past and the future. */
export function drawTimeAxis(time: TimeScale, top: number, bottom: number, origin: string): Drawing {
  const { left, now, right, nowSeconds, x } = time
  const ticks = timeTicks(time).map(tick =>
    drawText(
      x(tick),
      bottom + 20,
      tick === 0 ? origin : formatDuration(tick),
      tick === nowSeconds ? 'panel middle' : 'muted middle'
    )
  )
  const y = bottom + 40
  return draw(
    'g',
    {},
    draw('line', { x1: now, x2: now, y1: top, y2: bottom + 6, class: 'now' }),
    ...ticks,
    drawText((left + now) / 2, y, 'seen', 'muted middle'),
    drawText(
      (now + right) / 2,
      y,
      right < NARROW_WIDTH ? 'still to come' : 'still to come (log scale)',
      'muted middle'
    )
  )
}
