import type { CascadePrediction, Forecast, Prediction } from '../../client/client.ts'
import { formatDuration, formatNumber } from '../format.ts'
import { formatPairs, formatTime } from './print-answer.ts'

type Shown = Prediction | CascadePrediction

export const predictionHead = [
  'id',
  'subject',
  'state',
  'window',
  'expected',
  '80 % interval',
  'model',
  'created'
]

/** A row of the table of predictions, times in UTC. */
export function formatPredictionRow(prediction: Prediction): readonly string[] {
  const { id, subject, state, model, createdAt } = prediction
  const forecast = readForecast(prediction)
  return [
    id,
    subject ?? '',
    state,
    forecast ? formatDuration(forecast.windowSeconds) : '',
    forecast?.point == null ? '' : formatNumber(forecast.point),
    forecast?.interval ? formatInterval(forecast.interval) : '',
    model === null ? '' : String(model.version),
    formatTime(createdAt)
  ]
}

/** All that a person asks of one prediction. */
export function formatPrediction(prediction: Shown): string {
  const { id, subject, state, error, model, attempts, createdAt, finishedAt, nextAttemptAt } = prediction
  const forecast = readForecast(prediction)
  const pairs: readonly (readonly [string, string | null])[] = [
    ['about', subject],
    ...(forecast ? describeForecast(forecast) : []),
    ['result', forecast || prediction.result === null ? null : JSON.stringify(prediction.result)],
    ['model', model === null ? null : `version ${model.version}`],
    ['reason', error === null ? null : `${error.reason} (${error.code})`],
    ['created', formatTime(createdAt)],
    ['finished', finishedAt === null ? null : formatTime(finishedAt)],
    ['next attempt', nextAttemptAt === null ? null : formatTime(nextAttemptAt)],
    ['attempts', String(attempts)]
  ]
  return formatPairs(
    `${id}: ${state}`,
    pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  )
}

function describeForecast(forecast: Forecast): readonly (readonly [string, string | null])[] {
  const { observedEvents, windowSeconds, method, point, median, interval, reason, lowerBound, fit, range } =
    forecast
  return [
    ['seen', `${formatNumber(observedEvents)} events in ${formatDuration(windowSeconds)}`],
    ['expected', point === null ? `none; at least ${formatNumber(lowerBound)}` : formatNumber(point)],
    ['median', median === null ? null : formatNumber(median)],
    [
      'interval',
      interval && `${formatInterval(interval)} in ${formatNumber(interval.coverage * 100)} of 100 cases`
    ],
    ['method', reason === null ? method : `${method} (${reason})`],
    ['branching factor', fit && formatNumber(fit.branchingFactor)],
    ['range', range?.isOutside ? 'outside of what the model has seen' : null]
  ]
}

function formatInterval({ low, high }: NonNullable<Forecast['interval']>): string {
  return `${formatNumber(low)} to ${formatNumber(high)}`
}

function readForecast({ predictor, result }: Shown): Forecast | null {
  return predictor === 'cascade-size' ? (result as Forecast | null) : null
}
