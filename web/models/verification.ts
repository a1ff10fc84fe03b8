import { describeError } from '../describe-error.ts'
import { html, replace, toElement } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import { describeMetric, formatMetric, lossMetric } from '../predictor/metric.ts'
import { allSlices } from '../predictor/slices.ts'
import { type Predictor, service, type Verification } from '../service.ts'
import { drawTable } from '../table.ts'
import { drawLossChart, type LossLine } from './loss-chart.ts'

const MAX_ROWS = 10

/** Builds the verifications on the newest outcomes and on the golden set. The element persists across refreshes. */
export function buildVerification(predictor: Predictor, onChange: () => void) {
  const metric = lossMetric(predictor)
  const container = html('div')
  const answer = html('p', { class: 'muted', 'aria-live': 'polite' })
  const button = html(
    'button',
    { type: 'button', class: 'small', onclick: () => void verify() },
    'Verify now'
  )
  const element = html(
    'section',
    { class: 'card' },
    html('div', { class: 'spread' }, html('h2', {}, 'Verification'), button),
    html(
      'p',
      { class: 'muted' },
      `${describeMetric(metric)} of the live version on the newest outcomes, compared with the baselines, and its answers to the golden set, compared with its first answers.`
    ),
    answer,
    container
  )

  async function verify(): Promise<void> {
    try {
      await service.predictor(predictor.name).verifications.start()
      answer.textContent = 'Requested. The trainer verifies the live version.'
      onChange()
    } catch (error) {
      answer.textContent = describeError(error)
    }
  }

  return {
    element,
    /** Newest first. */
    show(verifications: readonly Verification[]): void {
      if (verifications.every(({ finishedAt }) => finishedAt !== null)) answer.textContent = ''
      if (verifications.length === 0) {
        replace(container, html('p', { class: 'muted' }, 'No version has been verified yet.'))
        return
      }
      const lines = listLines(verifications)
      replace(
        container,
        lines.length === 0 ? null : toElement(drawLossChart(metric, lines, 'time of verification')),
        drawTable(
          'Verification',
          [
            { name: 'Verified' },
            { name: 'Cases' },
            { name: 'Version', isNumber: true },
            { name: 'Result' },
            { name: 'Count', isNumber: true },
            { name: 'Mean', isNumber: true },
            { name: 'Reason' }
          ],
          verifications.slice(0, MAX_ROWS).map(each => {
            return [
              formatTime(each.finishedAt ?? each.createdAt),
              each.kind === 'newest' ? 'Newest outcomes' : 'Golden set',
              each.version === null ? 'none' : String(each.version),
              html('span', { class: `badge ${badges[each.state]}` }, each.state),
              each.cases === null ? '–' : formatCount(each.cases),
              formatMetric(metric, findLoss(each, 'live')),
              each.reason ?? ''
            ]
          })
        )
      )
    }
  }
}

const badges: Readonly<Record<Verification['state'], string>> = {
  queued: 'plain',
  running: 'plain',
  passed: 'serving',
  failed: 'failed',
  undecided: 'plain'
}

/** The live version and each baseline on the newest outcomes, oldest first. */
function listLines(verifications: readonly Verification[]): readonly LossLine[] {
  const measured = verifications
    .filter(({ kind, metrics }) => kind === 'newest' && metrics.length > 0)
    .toReversed()
  const names = new Set(measured.flatMap(({ metrics }) => metrics.map(({ forecaster }) => forecaster)))
  return [...names]
    .map(name => ({
      name,
      points: measured.flatMap(each => {
        const loss = findLoss(each, name)
        return loss === null || each.finishedAt === null ? [] : [{ time: each.finishedAt, loss }]
      })
    }))
    .filter(({ points }) => points.length > 0)
}

function findLoss({ metrics }: Verification, wanted: string): number | null {
  const found = metrics.find(
    ({ forecaster, slice, cases }) => forecaster === wanted && slice === allSlices && cases > 0
  )
  return found?.meanLoss ?? null
}
