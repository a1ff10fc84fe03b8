import { html, replace, toElement } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import { describeMetric, formatMetric, lossMetric } from '../predictor/metric.ts'
import { allSlices, compareSlices, describeSlice } from '../predictor/slices.ts'
import type { Accuracy, Predictor } from '../service.ts'
import { drawTable } from '../table.ts'
import type { Models } from './load.ts'
import { drawLossChart, type LossLine } from './loss-chart.ts'

type Measured = Accuracy & { readonly meanLoss: number }

/** Builds the losses of each version on reported outcomes. The element and its choice persist across refreshes. */
export function buildAccuracy(predictor: Predictor) {
  const { slices } = predictor
  const metric = lossMetric(predictor)
  const choice = html('select', { id: 'slice' })
  const row = html('div', { class: 'row' }, html('label', { for: 'slice' }, slices?.title ?? 'Cases'), choice)
  const chart = html('div')
  const table = html('div')
  const element = html(
    'section',
    { class: 'card' },
    html('h2', {}, 'Accuracy in production'),
    html(
      'p',
      { class: 'muted' },
      `${describeMetric(metric)} of predictions whose outcome is known. Simulated and replayed cases are not counted.`
    ),
    row,
    chart,
    table
  )
  let measured: readonly Measured[] = []
  let overTime: readonly Measured[] = []

  function draw(): void {
    const points = overTime.filter(({ slice }) => (slice ?? allSlices) === choice.value)
    replace(
      chart,
      points.length === 0 ? null : toElement(drawLossChart(metric, listLines(points), 'time of outcome'))
    )
    const baselines = listBaselines(measured)
    replace(
      table,
      drawTable(
        'Accuracy in production',
        listColumns(predictor, baselines),
        measured.map(each => toRow(predictor, baselines, each))
      )
    )
  }
  choice.addEventListener('change', draw)

  return {
    element,
    show({ accuracy, overTime: inPeriods }: Models): void {
      measured = accuracy
        .filter(isMeasured)
        .toSorted((a, b) => (b.version ?? 0) - (a.version ?? 0) || compareSlices(slices, a.slice, b.slice))
      overTime = inPeriods.filter(isMeasured)
      const found = [...new Set(measured.map(({ slice }) => slice ?? allSlices))].toSorted((a, b) =>
        compareSlices(slices, a, b)
      )
      row.hidden = found.length < 2
      if (measured.length === 0) {
        replace(chart)
        replace(table, html('p', { class: 'muted' }, describeEmpty(predictor)))
        return
      }
      const chosen = found.includes(choice.value) ? choice.value : found.at(-1)!
      replace(choice, ...found.map(value => html('option', { value }, describeSlice(slices, value))))
      choice.value = chosen
      draw()
    }
  }
}

/** One line per version. */
function listLines(points: readonly Measured[]): readonly LossLine[] {
  return [...Map.groupBy(points, ({ version }) => version)].map(([version, own]) => ({
    name: version === null ? 'no version' : `version ${version}`,
    points: own.flatMap(({ periodAt, meanLoss }) =>
      periodAt === null ? [] : [{ time: periodAt, loss: meanLoss }]
    )
  }))
}

function describeEmpty({ name, outcomes }: Predictor): string {
  const route = `/predictors/${name}/outcomes`
  return `No outcome is known yet. Report outcomes: ${outcomes === 'one' ? `PUT ${route}/{subject}` : `POST ${route}`}.`
}

function isMeasured(each: Accuracy): each is Measured {
  return each.cases > 0 && each.meanLoss !== null
}

/** Lists the baselines of all versions, in the order of the service. */
function listBaselines(measured: readonly Measured[]): readonly string[] {
  return [...new Set(measured.flatMap(({ meanBaselineLosses }) => Object.keys(meanBaselineLosses)))]
}

function listColumns({ slices }: Predictor, baselines: readonly string[]) {
  return [
    { name: 'Version' },
    ...(slices === null ? [] : [{ name: slices.title }]),
    { name: 'Cases', isNumber: true },
    { name: 'Mean', isNumber: true },
    { name: 'Median', isNumber: true },
    { name: 'Mean without a model', isNumber: true },
    ...baselines.map(name => ({ name: `Mean of ${name}`, isNumber: true })),
    { name: 'Last outcome' }
  ]
}

function toRow(predictor: Predictor, baselines: readonly string[], accuracy: Measured): string[] {
  const { version, slice, cases, meanLoss, medianLoss, meanModelLessLoss, meanBaselineLosses } = accuracy
  const format = (loss: number | null) => formatMetric(lossMetric(predictor), loss)
  return [
    version === null ? 'none' : String(version),
    ...(predictor.slices === null ? [] : [describeSlice(predictor.slices, slice)]),
    formatCount(cases),
    format(meanLoss),
    format(medianLoss),
    format(meanModelLessLoss),
    ...baselines.map(name => format(meanBaselineLosses[name] ?? null)),
    formatTime(accuracy.lastEndedAt)
  ]
}
