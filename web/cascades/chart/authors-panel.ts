import { valueAxis } from '../../chart/axes.ts'
import { logScale } from '../../chart/value-scale.ts'
import { svg } from '../../element.ts'
import type { Cascade } from '../events.ts'
import type { TimeScale } from './time-scale.ts'

interface AuthorsPanel {
  readonly cascade: Cascade
  readonly seen: number
  readonly time: TimeScale
  readonly top: number
  readonly bottom: number
}

// More dots than this cannot be told apart: the largest are drawn.
const mostDots = 1_500

/** Each event by its moment and its author's followers, by height and by area. */
export function drawAuthors({ cascade, seen, time, top, bottom }: AuthorsPanel): SVGGElement {
  const { times, magnitudes } = cascade
  const largest = magnitudes.reduce((most, each) => Math.max(most, each), 10)
  const scale = logScale(1, largest, top, bottom)
  const shown = times
    .map((_, i) => i)
    .sort((a, b) => magnitudes[b]! - magnitudes[a]!)
    .slice(0, mostDots)
  const dots = shown.map(i => {
    const followers = Math.max(1, magnitudes[i]!)
    const radius = 1.8 + 7 * (Math.log10(followers) / Math.log10(largest)) ** 2
    const kind = i === 0 ? 'post' : i < seen ? 'event' : 'event later'
    return svg('circle', {
      cx: time.x(times[i]!).toFixed(1),
      cy: scale.y(followers).toFixed(1),
      r: radius.toFixed(1),
      class: kind
    })
  })
  return svg('g', {}, valueAxis(scale, time, 'Authors', 'followers of each, log scale'), ...dots)
}
