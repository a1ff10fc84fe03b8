import { formatCount, formatDuration, formatShare } from '../../format.ts'
import type { Forecast, Model, Prediction } from '../../service.ts'
import { isOver } from '../chart/outlook.ts'

const reasons: Readonly<Record<NonNullable<Forecast['reason']>, string>> = {
  'too-few-events': 'there are too few events',
  'fit-not-converged': 'no process could be fitted to the events',
  'branching-factor-at-bound': 'in the fitted process every event causes at least one more, so it never ends',
  'no-early-forest': 'the model has no forest for so few events',
  'window-not-trained': 'the model was not trained for this window',
  'outside-training-range': 'the training data has no cascades like this one',
  canceled: 'it was canceled'
}

/** Explains how the forecast was made, in sentences. */
export function explain({ model }: Prediction, forecast: Forecast): string[] {
  const { windowSeconds, observedEvents, fit, method, reason, median } = forecast
  const said = [
    `In the first ${formatDuration(windowSeconds)} ${formatCount(observedEvents)} ${observedEvents === 1 ? 'event was' : 'events were'} seen, the post included.`
  ]
  if (method === 'none')
    return [...said, `There is no forecast: ${reason === null ? 'no reason is given' : reasons[reason]}.`]
  if (fit && method !== 'early')
    said.push(
      `A Hawkes process was fitted to them. Each event causes ${fit.branchingFactor.toFixed(2)} further events on average, more when its author has many followers. The events seen will directly cause about ${formatCount(fit.directOffspring)} more.`
    )
  if (method === 'hybrid')
    said.push(
      `The model (version ${model?.version}), trained on finished cascades, corrected the size that the process alone predicts.`
    )
  if (method === 'early')
    said.push(
      `These are too few events to fit a process. The early model (version ${model?.version}) used counts, age and followers instead.`
    )
  if (method === 'untrained')
    said.push(
      `This is an estimate without training, from how fast the last events came: ${reason === null ? 'no reason is given' : reasons[reason]}. Its range is wide.`
    )
  if (method === 'hawkes')
    said.push(
      'No model version was available, so only the process alone could answer. Its size can be far too large, so it is not shown.'
    )
  if (median !== null)
    said.push(
      `Half of the possible final sizes are above the median, ${formatCount(median)}. ${isOver(forecast) ? 'The post is over, or nearly: hardly any growth is expected.' : 'The post is still growing.'}`
    )
  return said
}

interface Caution {
  readonly kind: 'good' | 'warning'
  readonly words: string
}

/** Judges how reliable the forecast is. `model` is the version that made it. */
export function judge(forecast: Forecast, model: Model | null): Caution[] {
  const { range, fit, method, flags = [], trainedOn } = forecast
  if (method === 'none') return []
  const cautions: Caution[] = []
  const warn = (words: string) => cautions.push({ kind: 'warning', words })
  for (const { text } of flags) warn(text)
  if (range && flags.length === 0)
    cautions.push({ kind: 'good', words: 'The post is like those of the training data.' })
  if (trainedOn) cautions.push({ kind: 'good', words: describeTraining(trainedOn) })
  if (model?.isSimulated)
    warn(
      'The live version was trained on simulated cascades only. Train it on your own data before you rely on it.'
    )
  if (fit && fit.branchingFactor > 0.9)
    warn(
      'Close to explosive (an event causes nearly one more): small changes have a large effect on the size.'
    )
  const measured = model && measuredAt(model, forecast.windowSeconds)
  if (measured)
    cautions.push({
      kind: 'good',
      words: `On ${formatCount(measured.cases)} held-out ${model.isSimulated ? 'simulated ' : ''}cascades, ${formatDuration(Number(measured.slice))} after the post, this version has a median error of ${formatShare(measured.medianLoss)} and a mean error of ${formatShare(measured.meanLoss)}.`
    })
  return cautions
}

/** 'Trained on 820 cascades of Mastodon from 2019 to 2024, with 3 to 8,094 events in the end.' */
function describeTraining(trainedOn: NonNullable<Forecast['trainedOn']>): string {
  const { cascades, simulatedCascades, minSize, maxSize, networks, years } = trainedOn
  const all = formatCount(cascades)
  const some = simulatedCascades === 0 ? '' : ` (${formatCount(simulatedCascades)} of them simulated)`
  const what = simulatedCascades === cascades ? `${all} simulated cascades` : `${all} cascades${some}`
  const where = networks.length === 0 ? '' : ` of ${networks.join(', ')}`
  const when =
    years === null ? '' : years[0] === years[1] ? ` of ${years[0]}` : ` from ${years[0]} to ${years[1]}`
  return `Trained on ${what}${where}${when}, with ${formatCount(minSize)} to ${formatCount(maxSize)} events in the end.`
}

/** The metrics of the trained window nearest to the requested one. */
function measuredAt({ metrics }: Model, windowSeconds: number) {
  const own = metrics.filter(({ forecaster, slice }) => forecaster === 'candidate' && Number(slice) > 0)
  const apart = (slice: string) => Math.abs(Math.log(Number(slice) / windowSeconds))
  return own.toSorted((a, b) => apart(a.slice) - apart(b.slice))[0] ?? null
}

/** Describes the error of the forecast: 'Actual: 881. The forecast was ...'. */
export function compareWithActual({ median, interval }: Forecast, actual: number): string {
  if (median === null) return `Actual: ${formatCount(actual)}.`
  const apart = median / actual - 1
  const error =
    Math.abs(apart) < 0.005 ? 'exact' : `${formatShare(Math.abs(apart))} too ${apart > 0 ? 'high' : 'low'}`
  if (!interval) return `Actual: ${formatCount(actual)}. The forecast was ${error}.`
  const isInside = actual >= interval.low && actual <= interval.high
  return `Actual: ${formatCount(actual)}. The forecast was ${error}; the actual size is ${isInside ? 'inside' : 'outside'} the ${describeCoverage(interval)}.`
}

/** Names an interval by its coverage: '80 % range'. */
export function describeCoverage({ coverage }: Pick<NonNullable<Forecast['interval']>, 'coverage'>): string {
  return `${Math.round(coverage * 100)} % range`
}
