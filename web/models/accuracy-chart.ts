import { text, valueAxis } from '../chart/axes.ts'
import { linePath } from '../chart/path.ts'
import { linearScale } from '../chart/value-scale.ts'
import { svg } from '../element.ts'
import { formatDay, formatMinute } from '../format.ts'
import type { PredictorMetric } from '../predictor/metric.ts'
import type { Measured } from './accuracy.ts'

const width = 720
const panel = { top: 34, bottom: 200 }
const edge = { left: 54, right: width - 96 }
const dayMilliseconds = 86_400_000

/** Mean losses of one slice by when the outcomes were final, one line per version. */
export function drawAccuracyChart(metric: PredictorMetric, points: readonly Measured[]): SVGSVGElement {
  const { title, kind } = metric
  const shown = (loss: number) => (kind === 'share' ? loss * 100 : loss)
  const versions = [...new Set(points.map(({ version }) => version))]
  const times = points.map(({ periodAt }) => Date.parse(periodAt!))
  const first = Math.min(...times)
  const span = Math.max(1, Math.max(...times) - first)
  const x = (time: number) => edge.left + 14 + ((edge.right - edge.left - 28) * (time - first)) / span
  const most = Math.max(...points.map(({ meanLoss }) => shown(meanLoss)))
  const scale = linearScale(most, panel.top, panel.bottom)
  const format = span > 2 * dayMilliseconds ? formatDay : formatMinute
  const ticks = span === 1 ? [first] : [first, first + span / 2, first + span]
  return svg(
    'svg',
    {
      viewBox: `0 0 ${width} 236`,
      class: 'chart wide',
      role: 'img',
      'aria-label': `${title} over time, one line per version. The table below has the figures.`
    },
    valueAxis(scale, edge, title, `${kind === 'share' ? '%, ' : ''}mean by time of outcome`),
    ...versions.map((version, i) => {
      const line = points
        .filter(each => each.version === version)
        .map(({ periodAt, meanLoss }) => ({ x: x(Date.parse(periodAt!)), y: scale.y(shown(meanLoss)) }))
      const last = line.at(-1)!
      return svg(
        'g',
        { class: `series series-${i % 4}` },
        svg('path', { d: linePath(line), class: 'line' }),
        ...line.map(({ x, y }) => svg('circle', { cx: x, cy: y, r: 3.5 })),
        text(last.x + 10, last.y + 4, version === null ? 'no version' : `version ${version}`)
      )
    }),
    ...ticks.map(time => text(x(time), panel.bottom + 24, format(time), 'muted middle'))
  )
}
