import { html, replace } from '../element.ts'
import { formatCount, formatDuration, formatShare, formatTime } from '../format.ts'
import type { Accuracy } from '../service.ts'
import { drawTable } from '../table.ts'
import { drawAccuracyChart } from './accuracy-chart.ts'
import type { Models } from './load.ts'

type Measured = Accuracy & { readonly meanLoss: number }

/** How each version did on cascades that ended after it began to serve. It is kept across refreshes, with what was chosen. */
export function buildAccuracy() {
  const choice = html('select', { id: 'slice' })
  const row = html('div', { class: 'row' }, html('label', { for: 'slice' }, 'Forecast at'), choice)
  const chart = html('div')
  const table = html('div')
  const element = html(
    'section',
    { class: 'card' },
    html('h2', {}, 'Accuracy in use'),
    html(
      'p',
      { class: 'muted' },
      'How far off forecasts were, once their cascades had ended and the true size was known. Real cascades only.'
    ),
    row,
    chart,
    table
  )
  let measured: readonly Measured[] = []
  let overTime: readonly Measured[] = []

  function draw(): void {
    const points = overTime.filter(({ slice }) => (slice ?? '') === choice.value)
    replace(chart, points.length === 0 ? null : drawAccuracyChart(points))
    replace(table, drawTable('Accuracy in use', columns, measured.map(toRow)))
  }
  choice.addEventListener('change', draw)

  return {
    element,
    show({ accuracy, overTime: inPeriods }: Models): void {
      measured = accuracy.filter(isMeasured).toSorted(byVersionAndAge)
      overTime = inPeriods.filter(isMeasured)
      row.hidden = measured.length === 0
      if (measured.length === 0) {
        replace(chart)
        replace(
          table,
          html(
            'p',
            { class: 'muted' },
            'No real cascade has ended yet. Feed your own (POST /events), or report true sizes (PUT /cascades/{id}/outcome). Replayed examples do not count here.'
          )
        )
        return
      }
      const slices = [...new Set(measured.map(({ slice }) => slice ?? ''))].toSorted(
        (a, b) => Number(a) - Number(b)
      )
      const chosen = slices.includes(choice.value) ? choice.value : slices.at(-1)!
      replace(choice, ...slices.map(value => html('option', { value }, describeSlice(value))))
      choice.value = chosen
      draw()
    }
  }
}

function isMeasured(each: Accuracy): each is Measured {
  return each.cases > 0 && each.meanLoss !== null
}

function byVersionAndAge(a: Measured, b: Measured): number {
  return (b.version ?? 0) - (a.version ?? 0) || Number(a.slice) - Number(b.slice)
}

const columns = [
  { name: 'Version' },
  { name: 'Forecast at' },
  { name: 'Cascades', isNumber: true },
  { name: 'Mean error', isNumber: true },
  { name: 'Median', isNumber: true },
  { name: 'Formula alone', isNumber: true },
  { name: 'Last ended' }
]

function toRow({ version, slice, cases, meanLoss, medianLoss, meanModelLessLoss, lastEndedAt }: Measured) {
  return [
    version === null ? 'none' : String(version),
    describeSlice(slice ?? ''),
    formatCount(cases),
    formatShare(meanLoss),
    medianLoss === null ? '–' : formatShare(medianLoss),
    meanModelLessLoss === null ? '–' : formatShare(meanModelLessLoss),
    formatTime(lastEndedAt)
  ]
}

function describeSlice(slice: string): string {
  return slice === '' ? 'any age' : formatDuration(Number(slice))
}
