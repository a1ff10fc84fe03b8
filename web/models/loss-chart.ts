import { drawValueAxis } from '../chart/axes.ts'
import { type Drawing, draw, drawText } from '../chart/drawing.ts'
import { linePath } from '../chart/path.ts'
import { linearScale } from '../chart/value-scale.ts'
import { formatDay, formatMinute } from '../format.ts'
import type { PredictorMetric } from '../predictor/metric.ts'
import { placeLabels } from './place-labels.ts'

const width = 720
const panel = { top: 34, bottom: 200 }
const edge = { left: 54, right: width - 96 }
const DAY_MS = 86_400_000

/** One line of the chart. */
export interface LossLine {
  readonly name: string
  readonly points: readonly { readonly time: string; readonly loss: number }[]
}

/** Draws mean losses over time. `by` names the times, for example 'time of outcome'. */
export function drawLossChart(metric: PredictorMetric, lines: readonly LossLine[], by: string): Drawing {
  const { title, kind } = metric
  const shown = (loss: number) => (kind === 'share' ? loss * 100 : loss)
  const points = lines.flatMap(each => each.points)
  const times = points.map(({ time }) => Date.parse(time))
  const first = Math.min(...times)
  const span = Math.max(1, Math.max(...times) - first)
  const x = (time: number) => edge.left + 14 + ((edge.right - edge.left - 28) * (time - first)) / span
  const max = Math.max(...points.map(({ loss }) => shown(loss)))
  const scale = linearScale(max, panel.top, panel.bottom)
  const format = span > 2 * DAY_MS ? formatDay : formatMinute
  const ticks = span === 1 ? [first] : [first, first + span / 2, first + span]
  const placed = placeLabels(
    lines.map(({ name, points: own }) => ({
      name,
      line: own.map(({ time, loss }) => ({ x: x(Date.parse(time)), y: scale.y(shown(loss)) }))
    }))
  )
  return draw(
    'svg',
    {
      viewBox: `0 0 ${width} 236`,
      class: 'chart wide',
      role: 'img',
      'aria-label': `${title} by ${by}: ${lines.map(({ name }) => name).join(', ')}. The table below has the figures.`
    },
    drawValueAxis(scale, edge, title, `${kind === 'share' ? '%, ' : ''}mean by ${by}`),
    ...placed.map(({ name, line, labelY }, i) => {
      const last = line.at(-1)
      return draw(
        'g',
        { class: `series series-${i % 4}` },
        draw('path', { d: linePath(line), class: 'line' }),
        ...line.map(({ x, y }) => draw('circle', { cx: x, cy: y, r: 3.5 })),
        last === undefined ? null : drawText(last.x + 10, labelY + 4, name)
      )
    }),
    ...ticks.map(time => drawText(x(time), panel.bottom + 24, format(time), 'muted middle'))
  )
}
