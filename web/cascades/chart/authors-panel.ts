import { drawValueAxis } from '../../chart/axes.ts'
import { type Drawing, draw } from '../../chart/drawing.ts'
import { logScale } from '../../chart/value-scale.ts'
import type { Figure, Panel } from './figure.ts'

// More dots than this cannot be distinguished: only those with the most followers are drawn.
const MAX_DOTS = 1_500
// The dot of the post is on the axis: a larger dot would overlap the labels of the ticks.
const MAX_POST_RADIUS = 6

/**
 * Draws each event at its time, with its author's followers as height and as area. An event whose followers are unknown is a
 * small circle at the foot of the panel.
 */
export function drawAuthors({ cascade, observation, time }: Figure, { top, bottom }: Panel): Drawing {
  const { times, magnitudes } = cascade
  const known = magnitudes.filter(each => !Number.isNaN(each))
  const largest = known.reduce((max, each) => Math.max(max, each), 10)
  const scale = logScale(1, largest, top, bottom)
  const shown = Array.from(magnitudes.keys())
    .sort((a, b) => (magnitudes[b]! || 0) - (magnitudes[a]! || 0))
    .slice(0, MAX_DOTS)
  const dots = shown.map(i => {
    const isUnknown = Number.isNaN(magnitudes[i]!)
    const followers = isUnknown ? 1 : Math.max(1, magnitudes[i]!)
    const radius = 1.8 + 7 * (Math.log10(followers) / Math.log10(largest)) ** 2
    return draw('circle', {
      cx: time.x(times[i]!),
      cy: scale.y(followers),
      r: Math.min(i === 0 ? MAX_POST_RADIUS : Infinity, radius),
      class: `${i === 0 ? 'post' : i < observation.times.length ? 'event' : 'event later'}${isUnknown ? ' unknown' : ''}`
    })
  })
  const note = known.length === 0 ? 'followers unknown' : 'followers of each, log scale'
  return draw('g', {}, drawValueAxis(scale, time, 'Authors', note), ...dots)
}
