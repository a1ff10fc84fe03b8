import { formatCount, formatDuration, formatShare } from '../format.ts'
import type { Forecast, Model, Prediction } from '../service.ts'

const reasons: Readonly<Record<NonNullable<Forecast['reason']>, string>> = {
  'too-few-events': 'there are too few events',
  'fit-not-converged': 'no pattern could be fitted to the events',
  'branching-factor-at-bound': 'by the fitted pattern every event brings at least one more: it has no end',
  'no-early-forest': 'the model has nothing for so few events',
  'window-not-trained': 'the model was not trained for a window like this',
  canceled: 'it was canceled'
}

/** In plain words how the number came about. */
export function explain({ model }: Prediction, forecast: Forecast): string[] {
  const { windowSeconds, observedEvents, fit, method, reason, median } = forecast
  const said = [
    `In the first ${formatDuration(windowSeconds)} ${formatCount(observedEvents)} ${observedEvents === 1 ? 'event was' : 'events were'} seen, the post included.`
  ]
  if (method === 'none')
    return [...said, `There is no forecast: ${reason === null ? 'nothing could be said' : reasons[reason]}.`]
  if (fit && method !== 'early')
    said.push(
      `A pattern of contagion (a Hawkes process) was fitted to them: each event brings ${fit.branchingFactor.toFixed(2)} further ones on average, more when its author has many followers. Those seen still have about ${formatCount(fit.directOffspring)} reshares of their own to come.`
    )
  if (method === 'hybrid')
    said.push(
      `A model that learned from finished cascades (version ${model?.version}) corrected what the pattern alone would expect${formulaOf(forecast)}.`
    )
  if (method === 'early')
    said.push(
      `That is too little to fit a pattern: a small model of counts, age and followers (version ${model?.version}) answered.`
    )
  if (method === 'hawkes')
    said.push('The pattern answered alone: no model version could be asked. Expect it to be rough.')
  if (median !== null)
    said.push(
      `The size named is the one that is off by the least on average, in percent, so it stands low in its interval. It is as likely as not to end above ${formatCount(median)}.`
    )
  return said
}

// N = n + A1/(1 - n*), where that is finite.
function formulaOf({ observedEvents, fit }: Forecast): string {
  if (!fit || fit.branchingFactor >= 1) return ''
  return `, ${formatCount(observedEvents + fit.directOffspring / (1 - fit.branchingFactor))}`
}

export interface Caution {
  readonly kind: 'good' | 'warning'
  readonly words: string
}

/** How far to trust it. `model` is the version that answered. */
export function judge(forecast: Forecast, model: Model | null): Caution[] {
  const { interval, point, range, fit } = forecast
  if (point === null) return []
  const cautions: Caution[] = []
  const warn = (words: string) => cautions.push({ kind: 'warning', words })
  if (range?.isOutside) warn('Unlike anything the model has learned from: treat the size as a guess.')
  else if (range) cautions.push({ kind: 'good', words: 'Within what the model has seen.' })
  if (model?.isSimulated)
    warn(
      'The model that serves learned from simulated cascades only. Train it on your own before you rely on it.'
    )
  if (fit && fit.branchingFactor > 0.9)
    warn('Close to explosive (an event brings nearly one more): small changes move the size a lot.')
  if (interval && interval.high > 4 * Math.max(1, interval.low))
    warn('The interval is wide: read it as an order of magnitude.')
  const measured = model && measuredAt(model, forecast.windowSeconds)
  if (measured)
    cautions.push({
      kind: 'good',
      words: `On ${formatCount(measured.cases)} held-out ${model.isSimulated ? 'simulated ' : ''}cascades, ${formatDuration(Number(measured.slice))} after the post, this version was off by ${formatShare(measured.medianLoss)} in the median and ${formatShare(measured.meanLoss)} on average.`
    })
  return cautions
}

/** The figures of the window nearest to the one asked for. */
function measuredAt({ metrics }: Model, windowSeconds: number) {
  const own = metrics.filter(({ forecaster, slice }) => forecaster === 'candidate' && Number(slice) > 0)
  const apart = (slice: string) => Math.abs(Math.log(Number(slice) / windowSeconds))
  return own.toSorted((a, b) => apart(a.slice) - apart(b.slice))[0] ?? null
}

/** How the forecast stands beside what came. */
export function compareWithTruth({ point, interval }: Forecast, truth: number): string {
  if (point === null) return `In truth ${formatCount(truth)} came.`
  const apart = point / truth - 1
  const off =
    Math.abs(apart) < 0.005 ? 'right' : `${formatShare(Math.abs(apart))} too ${apart > 0 ? 'high' : 'low'}`
  const held = interval
    ? truth >= interval.low && truth <= interval.high
      ? ', and the interval held the truth'
      : ', and the interval missed the truth'
    : ''
  return `In truth ${formatCount(truth)} came: the forecast was ${off}${held}.`
}
