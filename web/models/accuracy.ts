import { text, valueAxis } from '../chart/axes.ts'
import { linePath } from '../chart/path.ts'
import { linearScale } from '../chart/value-scale.ts'
import { html, svg } from '../element.ts'
import { formatCount, formatDuration, formatShare, formatTime } from '../format.ts'
import { drawTable } from '../table.ts'
import type { Models } from './load.ts'

/** How each version did on cascades that ended after it began to serve, beside the formula on the same ones. */
export function drawAccuracy({ accuracy }: Models): HTMLElement {
  const measured = accuracy
    .filter(({ cases, meanLoss }) => cases > 0 && meanLoss !== null)
    .toSorted((a, b) => (a.version ?? 0) - (b.version ?? 0) || Number(a.slice) - Number(b.slice))
  const heading = html('h2', {}, 'Accuracy since')
  if (measured.length === 0)
    return html(
      'section',
      { class: 'card' },
      heading,
      html(
        'p',
        { class: 'muted' },
        'Nothing has ended since. Report true sizes (PUT /cascades/{id}/outcome), or replay some.'
      )
    )
  const columns = [
    { name: 'Version' },
    { name: 'Age' },
    { name: 'Cascades', isNumber: true },
    { name: 'Mean error', isNumber: true },
    { name: 'Formula alone', isNumber: true },
    { name: 'Last ended' }
  ]
  const rows = measured.map(each => [
    each.version === null ? 'none' : String(each.version),
    each.slice === null ? 'all' : formatDuration(Number(each.slice)),
    formatCount(each.cases),
    formatShare(each.meanLoss!),
    each.meanModelLessLoss === null ? '–' : formatShare(each.meanModelLessLoss),
    formatTime(each.lastEndedAt)
  ])
  return html(
    'section',
    { class: 'card' },
    heading,
    drawLines(measured),
    drawTable('Accuracy since', columns, rows)
  )
}

const width = 720
const panel = { top: 34, bottom: 180 }
const edge = { left: 54, right: width - 90 }

// Versions in their order from left to right, a line a window.
function drawLines(measured: Models['accuracy']): SVGSVGElement {
  const versions = [...new Set(measured.map(({ version }) => version))]
  const slices = [...new Set(measured.map(({ slice }) => slice))]
  const scale = linearScale(
    Math.max(...measured.map(({ meanLoss }) => meanLoss! * 100)),
    panel.top,
    panel.bottom
  )
  const step = (edge.right - edge.left - 60) / Math.max(1, versions.length - 1)
  const x = (version: number | null) => edge.left + 30 + step * versions.indexOf(version)
  const lines = slices.map((slice, i) => {
    const points = measured
      .filter(each => each.slice === slice)
      .map(({ version, meanLoss }) => ({ x: x(version), y: scale.y(meanLoss! * 100) }))
    const last = points.at(-1)!
    return svg(
      'g',
      { class: `series series-${i % 4}` },
      svg('path', { d: linePath(points), class: 'line' }),
      ...points.map(({ x, y }) => svg('circle', { cx: x, cy: y, r: 4 })),
      text(last.x + 10, last.y + 4, slice === null ? 'all' : formatDuration(Number(slice)))
    )
  })
  return svg(
    'svg',
    {
      viewBox: `0 0 ${width} 214`,
      class: 'chart wide',
      role: 'img',
      'aria-label': 'Mean error by version and age; the figures are in the table below.'
    },
    valueAxis(scale, edge, 'Mean error', '% by version, a line an age of the post'),
    ...lines,
    ...versions.map(version =>
      text(x(version), panel.bottom + 22, version === null ? 'none' : String(version), 'muted middle')
    )
  )
}
