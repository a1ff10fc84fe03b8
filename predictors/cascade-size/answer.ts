import { featureImportance } from '../forest/weights.ts'
import { earlyFeatureNames, fewestEventsForHybrid } from './early-features.ts'
import { featureNames } from './features.ts'
import type { Forecast } from './forecast.ts'
import { findLeastError } from './log-sizes.ts'
import { findWindowModels, type Model, type SizeModel, type WindowShare } from './model.ts'
import { measureDistance } from './range.ts'
import type { Query } from './sample.ts'
import { findQuantiles, forecastLogSizes } from './size-model.ts'

/** The part of a forecast that a model version decides: all but the fit and what follows from it. */
export type Answer = Pick<
  Forecast,
  'method' | 'reason' | 'point' | 'median' | 'interval' | 'weights' | 'range'
>

const coverage = 0.8
const mostWeights = 8

/**
 * One answer a query, in order. From 5 events the models of its window (or of the two around it, their logarithms
 * averaged by nearness) answer; below that the early one. Queries of one window share their walk through the trees.
 */
export function answerQueries(model: Model, queries: readonly Query[]): Answer[] {
  const answers = new Array<Answer>(queries.length)
  for (const group of groupQueries(queries)) {
    const { windowSeconds, observedEvents } = queries[group[0]!]!
    const members = group.map(index => queries[index]!)
    const isEarly = observedEvents < fewestEventsForHybrid
    const answered = isEarly ? answerEarly(model, members) : answerHybrid(model, members, windowSeconds)
    group.forEach((index, i) => {
      answers[index] = answered[i]!
    })
  }
  return answers
}

function groupQueries(queries: readonly Query[]): Iterable<number[]> {
  const groups = new Map<string, number[]>()
  queries.forEach(({ windowSeconds, observedEvents }, index) => {
    const key = observedEvents < fewestEventsForHybrid ? 'early' : String(windowSeconds)
    const group = groups.get(key)
    if (group) group.push(index)
    else groups.set(key, [index])
  })
  return groups.values()
}

function answerEarly({ early }: Model, queries: readonly Query[]): Answer[] {
  if (!early) return queries.map(() => answerNothing('no-early-forest'))
  const rows = queries.map(query => query.earlyFeatures)
  const own = answerBySizeModel(early, queries, rows)
  return own.map((answer, i) => {
    const weights = listWeights([{ model: early, share: 1 }], earlyFeatureNames, rows[i]!)
    return toAnswer('early', answer, weights, queries[i]!.observedEvents)
  })
}

function answerHybrid(model: Model, queries: readonly Query[], windowSeconds: number): Answer[] {
  const shares = findWindowModels(model, windowSeconds)
  if (shares.length === 0) return queries.map(() => answerNothing('window-not-trained'))
  const byModel = shares.map(({ model: own }) =>
    answerBySizeModel(
      own,
      queries,
      queries.map(({ features }) => own.columns.map(column => features[column]!))
    )
  )
  return queries.map((query, i) => {
    const blended = blend(
      byModel.map(answers => answers[i]!),
      shares
    )
    const weights = listWeights(shares, featureNames, query.features)
    return toAnswer('hybrid', blended, weights, query.observedEvents)
  })
}

/** Logarithms of sizes, and the distance with its limit. */
interface LogAnswer {
  readonly point: number
  readonly low: number
  readonly median: number
  readonly high: number
  readonly distance: number
  readonly limit: number
}

function answerBySizeModel(
  model: SizeModel,
  queries: readonly Query[],
  rows: readonly (readonly number[])[]
): LogAnswer[] {
  const events = queries.map(query => query.observedEvents)
  return forecastLogSizes(model, rows, events).map((sizes, i) => ({
    ...findQuantiles(model, sizes),
    point: findLeastError(sizes),
    distance: measureDistance(model.range, rows[i]!),
    limit: model.range.limit
  }))
}

function blend(answers: readonly LogAnswer[], shares: readonly WindowShare[]): LogAnswer {
  const mean = (pick: (answer: LogAnswer) => number) =>
    answers.reduce((sum, answer, i) => sum + shares[i]!.share * pick(answer), 0)
  return {
    point: mean(answer => answer.point),
    low: mean(answer => answer.low),
    median: mean(answer => answer.median),
    high: mean(answer => answer.high),
    distance: mean(answer => answer.distance),
    limit: mean(answer => answer.limit)
  }
}

function toAnswer(
  method: 'hybrid' | 'early',
  answer: LogAnswer,
  weights: Forecast['weights'],
  observedEvents: number
): Answer {
  const { distance, limit } = answer
  // Rounding of the exponential must not undercut what has been seen.
  const toSize = (logSize: number) => Math.max(observedEvents, Math.exp(logSize))
  return {
    method,
    reason: null,
    point: toSize(answer.point),
    median: toSize(answer.median),
    interval: { low: toSize(answer.low), high: toSize(answer.high), coverage },
    weights,
    range: { isOutside: distance > limit, distance, limit }
  }
}

function answerNothing(reason: 'no-early-forest' | 'window-not-trained'): Answer {
  return { method: 'none', reason, point: null, median: null, interval: null, weights: [], range: null }
}

/** The features by their share of what the splits of all forests explained, most first. */
function listWeights(
  shares: readonly { readonly model: SizeModel; readonly share: number }[],
  names: readonly string[],
  row: readonly number[]
): Forecast['weights'] {
  const importances = new Float64Array(names.length)
  for (const { model, share } of shares)
    for (const { forest } of [model.ratio, model.size])
      featureImportance(forest).forEach((importance, i) => {
        importances[model.columns[i]!]! += (share / 2) * importance
      })
  return names
    .map((feature, column) => ({ feature, importance: importances[column]!, value: row[column]! }))
    .sort((a, b) => b.importance - a.importance)
    .slice(0, mostWeights)
}
