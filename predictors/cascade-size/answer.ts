import { featureImportance } from '../../learners/forest/importance.ts'
import { matrixFromRows } from '../../learners/forest/matrix.ts'
import { predictMean } from '../../learners/forest/predict.ts'
import { earlyFeatureNames, minEventsForHybrid } from './early-features.ts'
import type { SimilarCascade } from './explanation.ts'
import { featureNames } from './features.ts'
import type { Forecast } from './forecast.ts'
import {
  findWindowModels,
  listForests,
  type Model,
  type PointModel,
  type SizeModel,
  type WindowShare
} from './model.ts'
import { highIndex, lowIndex, medianIndex, quantileShares } from './quantiles.ts'
import { measureDistance } from './range.ts'
import type { Query } from './sample.ts'
import { listSimilar } from './similar.ts'
import { findCalibratedQuantiles, findPoint, forecastLogSizes } from './size-model.ts'

/** The fields of a forecast that the model version determines. The fit and the scaling factor are added later. */
type Answer = Pick<
  Forecast,
  'method' | 'reason' | 'areOptimal' | 'median' | 'interval' | 'quantiles' | 'similar' | 'weights' | 'range'
>

const coverage = 0.8
const maxWeights = 8

/**
 * Returns one answer for each query, in order. A query with fewer than 5 events is answered by the early model. The others
 * are answered by the model of their window, or by the two adjacent windows, whose log sizes are averaged by distance.
 * Queries of the same window are evaluated together.
 */
export function answerQueries(model: Model, queries: readonly Query[]): Answer[] {
  const answers = new Array<Answer>(queries.length)
  for (const group of groupQueries(queries)) {
    const { windowSeconds, observedEvents } = queries[group[0]]
    const members = group.map(index => queries[index])
    const isEarly = observedEvents < minEventsForHybrid
    const answered = isEarly ? answerEarly(model, members) : answerHybrid(model, members, windowSeconds)
    group.forEach((index, i) => {
      answers[index] = answered[i]
    })
  }
  return answers
}

function groupQueries(queries: readonly Query[]): Iterable<number[]> {
  const groups = new Map<string, number[]>()
  queries.forEach(({ windowSeconds, observedEvents }, index) => {
    const key = observedEvents < minEventsForHybrid ? 'early' : String(windowSeconds)
    const group = groups.get(key)
    if (group) group.push(index)
    else groups.set(key, [index])
  })
  return groups.values()
}

function answerEarly({ early }: Model, queries: readonly Query[]): Answer[] {
  if (!early) return queries.map(() => answerNothing('no-early-forest'))
  const rows = queries.map(query => query.earlyFeatures)
  return answerByModel(early, queries, rows).map((answer, i) => {
    const weights = listWeights([{ model: early, share: 1 }], earlyFeatureNames, rows[i])
    return toAnswer('early', answer, weights, queries[i].observedEvents)
  })
}

function answerHybrid(model: Model, queries: readonly Query[], windowSeconds: number): Answer[] {
  const shares = findWindowModels(model, windowSeconds)
  if (shares.length === 0) return queries.map(() => answerNothing('window-not-trained'))
  const byModel = shares.map(({ model: own }) =>
    answerByModel(
      own,
      queries,
      queries.map(({ features }) => own.columns.map(column => features[column]))
    )
  )
  return queries.map((query, i) => {
    const blended = blend(
      byModel.map(answers => answers[i]),
      shares
    )
    const weights = listWeights(shares, featureNames, query.features)
    return toAnswer('hybrid', blended, weights, query.observedEvents)
  })
}

/** Sizes as logarithms, and the distance from the training data with its limit. */
interface LogAnswer {
  readonly point: number
  /** By the indexes of `quantileShares`. Null where the model keeps no samples. */
  readonly quantiles: ArrayLike<number> | null
  readonly distance: number
  readonly limit: number
  /** Empty where the model keeps no samples. */
  readonly similar: readonly SimilarCascade[]
}

function answerByModel(
  model: SizeModel | PointModel,
  queries: readonly Query[],
  rows: readonly (readonly number[])[]
): LogAnswer[] {
  const events = queries.map(query => query.observedEvents)
  return forecastLogs(model, rows, events).map((own, i) => ({
    ...own,
    distance: measureDistance(model.range, rows[i]),
    limit: model.range.limit
  }))
}

function forecastLogs(
  model: SizeModel | PointModel,
  rows: readonly (readonly number[])[],
  observedEvents: readonly number[]
): Pick<LogAnswer, 'point' | 'quantiles' | 'similar'>[] {
  if (!('mean' in model)) {
    const similar: (readonly SimilarCascade[])[] = []
    const allSizes = forecastLogSizes(model, rows, observedEvents, samples => {
      similar.push(listSimilar(model, samples))
    })
    return allSizes.map((sizes, i) => ({
      point: findPoint(model, sizes),
      quantiles: findCalibratedQuantiles(model, sizes),
      similar: similar[i]
    }))
  }
  const logRatios = predictMean(model.mean, matrixFromRows(rows, model.columns.length))
  return observedEvents.map((events, i) => ({
    point: Math.log(events) + logRatios[i],
    quantiles: null,
    similar: []
  }))
}

function blend(answers: readonly LogAnswer[], shares: readonly WindowShare[]): LogAnswer {
  const mean = (pick: (answer: LogAnswer) => number) =>
    answers.reduce((sum, answer, i) => sum + shares[i].share * pick(answer), 0)
  const known = answers.map(({ quantiles }) => quantiles).filter(quantiles => quantiles !== null)
  return {
    point: mean(answer => answer.point),
    quantiles:
      known.length === answers.length
        ? quantileShares.map((_, k) =>
            known.reduce((sum, quantiles, i) => sum + shares[i].share * quantiles[k], 0)
          )
        : null,
    distance: mean(answer => answer.distance),
    limit: mean(answer => answer.limit),
    similar: answers[shares.length > 1 && shares[1].share > shares[0].share ? 1 : 0].similar
  }
}

function toAnswer(
  method: 'hybrid' | 'early',
  { point, quantiles, distance, limit, similar }: LogAnswer,
  weights: Forecast['weights'],
  observedEvents: number
): Answer {
  // Floating-point rounding of the exponential must not give a size below the observed events.
  const toSize = (logSize: number) => Math.max(observedEvents, Math.exp(logSize))
  const sizes = quantiles && Array.from(quantiles, toSize)
  return {
    method,
    reason: null,
    areOptimal: toSize(point),
    median: sizes ? sizes[medianIndex] : null,
    interval: sizes && { low: sizes[lowIndex], high: sizes[highIndex], coverage },
    quantiles: sizes && quantileShares.map((share, k) => ({ share, size: sizes[k] })),
    similar,
    weights,
    range: { isOutside: distance > limit, distance, limit }
  }
}

function answerNothing(reason: 'no-early-forest' | 'window-not-trained'): Answer {
  return {
    method: 'none',
    reason,
    areOptimal: null,
    median: null,
    interval: null,
    quantiles: null,
    similar: [],
    weights: [],
    range: null
  }
}

/**
 * Lists the features by importance (their share of the variance reduction of all splits), in descending order. Empty where
 * no forest stores its importances.
 */
function listWeights(
  shares: readonly { readonly model: SizeModel | PointModel; readonly share: number }[],
  names: readonly string[],
  row: readonly number[]
): Forecast['weights'] {
  const importances = new Float64Array(names.length)
  for (const { model, share } of shares) {
    const forests = listForests(model)
    for (const forest of forests)
      featureImportance(forest).forEach((importance, i) => {
        importances[model.columns[i]] += (share / forests.length) * importance
      })
  }
  return names
    .map((feature, column) => ({ feature, importance: importances[column], value: row[column] }))
    .filter(({ importance }) => importance > 0)
    .sort((a, b) => b.importance - a.importance)
    .slice(0, maxWeights)
}
