import { matrixFromRows } from '../../learners/forest/matrix.ts'
import { predictMean } from '../../learners/forest/predict.ts'
import { adaptSizes } from './adapt-answer.ts'
import { mixWithStart } from './answer-from-start.ts'
import { earlyFeatureNames } from './early-features.ts'
import type { SimilarCascade } from './explanation.ts'
import { featureNames } from './features.ts'
import { describeTraining, findProfiles, flagAnswer, flagRange } from './flags.ts'
import type { Forecast } from './forecast.ts'
import { findModels, isEarly, type Model, type ModelShare, type PointModel, type SizeModel } from './model.ts'
import { highIndex, lowIndex, medianIndex, quantileShares } from './quantiles.ts'
import { measureDistance } from './range.ts'
import type { Query } from './sample.ts'
import { listSimilar } from './similar.ts'
import { findCalibratedQuantiles, findPoint, forecastLogSizes } from './size-model.ts'
import { estimateQuery } from './untrained-estimate.ts'
import { listWeights } from './weights.ts'

/** The fields of a forecast that the model version determines. The fit and the scaling factor are added later. */
type Answer = Pick<
  Forecast,
  | 'method'
  | 'reason'
  | 'areOptimal'
  | 'median'
  | 'interval'
  | 'quantiles'
  | 'similar'
  | 'weights'
  | 'flags'
  | 'trainedOn'
  | 'calibration'
  | 'range'
>

/** Before recalibration. */
type PlainAnswer = Omit<Answer, 'calibration'>

const coverage = 0.8

/**
 * Returns one answer for each query, in order, by the models that findModels gives. Where there is none, the untrained estimate
 * answers, with the reason; for 5 events and more also outside the range of a version that says so. A version of few cascades mixes
 * its answer with that of the first model, corrected. Queries of the same models are evaluated together. Sizes are adapted to the
 * recent outcomes that the model was given.
 */
export function answerQueries(model: Model, queries: readonly Query[]): Answer[] {
  return answerPlain(model, queries).map((answer, i) => {
    const adapted = adapt(model, queries[i], answer)
    return { ...adapted, flags: [...adapted.flags, ...flagRange(adapted)] }
  })
}

function answerPlain(model: Model, queries: readonly Query[]): PlainAnswer[] {
  const own = answerByForests(model, queries)
  const { start } = model
  if (start === null) return own
  const first = answerByForests(start.model, queries)
  return own.map((answer, i) => {
    const isOwn = answer.method !== 'untrained'
    const mixed = mixWithStart(start, queries[i], isOwn ? answer : null, first[i])
    const base = isOwn ? answer : first[i]
    return mixed ? { ...base, areOptimal: mixed.areOptimal, ...describeSizes(mixed.sizes) } : answer
  })
}

function answerByForests(model: Model, queries: readonly Query[]): PlainAnswer[] {
  const answers = new Array<PlainAnswer>(queries.length)
  for (const group of groupQueries(queries)) {
    const members = group.map(index => queries[index])
    const answered = answerGroup(model, members)
    group.forEach((index, i) => {
      const answer = answered[i]
      answers[index] = isLeftToEstimate(model, answer)
        ? { ...answer, ...estimateWithoutTraining(members[i], 'outside-training-range') }
        : answer
    })
  }
  return answers
}

function adapt(model: Model, { windowSeconds, observedEvents }: Query, answer: PlainAnswer): Answer {
  const { areOptimal, quantiles } = answer
  const adapted =
    areOptimal === null || quantiles === null
      ? null
      : adaptSizes(model, windowSeconds, observedEvents, {
          areOptimal,
          sizes: quantiles.map(({ size }) => size)
        })
  if (!adapted) return { ...answer, calibration: null }
  return {
    ...answer,
    areOptimal: adapted.areOptimal,
    ...describeSizes(adapted.sizes),
    calibration: adapted.calibration
  }
}

/** With few events the estimate says less than a model, even outside of its range. */
function isLeftToEstimate({ outsideRange }: Model, { method, range }: PlainAnswer): boolean {
  return outsideRange === 'untrained-estimate' && method === 'hybrid' && range?.isOutside === true
}

function groupQueries(queries: readonly Query[]): Iterable<number[]> {
  const groups = new Map<string, number[]>()
  queries.forEach((query, index) => {
    const key = `${isEarly(query) ? 'early' : query.windowSeconds} ${query.followers}`
    const group = groups.get(key)
    if (group) group.push(index)
    else groups.set(key, [index])
  })
  return groups.values()
}

function answerGroup(model: Model, queries: readonly Query[]): PlainAnswer[] {
  const shares = findModels(model, queries[0])
  const early = isEarly(queries[0])
  if (shares.length === 0)
    return queries.map(query => answerUntrained(query, early ? 'no-early-forest' : 'window-not-trained'))
  const rows = queries.map(query => (early ? query.earlyFeatures : query.features))
  const byModel = shares.map(({ model: own }) =>
    answerByModel(
      own,
      queries,
      rows.map(row => own.columns.map(column => row[column]))
    )
  )
  const names = early ? earlyFeatureNames : featureNames
  return queries.map((query, i) => {
    const blended = blend(
      byModel.map(answers => answers[i]),
      shares
    )
    const weights = listWeights(shares, names, rows[i])
    const profiles = findProfiles(model, shares[0].model.followers, query.windowSeconds)
    const answer = toAnswer(early ? 'early' : 'hybrid', blended, weights, query.observedEvents)
    return {
      ...answer,
      flags: flagAnswer(profiles, query, answer),
      trainedOn: describeTraining(profiles, model.trainedOn)
    }
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
  return forecastLogs(model, queries, rows).map((own, i) => ({
    ...own,
    distance: measureDistance(model.range, rows[i]),
    limit: model.range.limit
  }))
}

function forecastLogs(
  model: SizeModel | PointModel,
  queries: readonly Query[],
  rows: readonly (readonly number[])[]
): Pick<LogAnswer, 'point' | 'quantiles' | 'similar'>[] {
  const observedEvents = queries.map(query => query.observedEvents)
  const authors = queries.map(query => query.author)
  if (!('mean' in model)) {
    const similar: (readonly SimilarCascade[])[] = []
    const allSizes = forecastLogSizes(model, rows, observedEvents, authors, samples => {
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

function blend(answers: readonly LogAnswer[], shares: readonly ModelShare[]): LogAnswer {
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
): Omit<PlainAnswer, 'flags' | 'trainedOn'> {
  // Floating-point rounding of the exponential must not give a size below the observed events.
  const toSize = (logSize: number) => Math.max(observedEvents, Math.exp(logSize))
  const sizes = quantiles
    ? describeSizes(Array.from(quantiles, toSize))
    : { median: null, interval: null, quantiles: null }
  return {
    method,
    reason: null,
    areOptimal: toSize(point),
    ...sizes,
    similar,
    weights,
    range: { isOutside: distance > limit, distance, limit }
  }
}

const untrainedReasons = {
  'no-early-forest': 'the version has no model for so few events',
  'window-not-trained': 'the version was not trained for this window',
  'outside-training-range': 'the training set has no cascades like this one'
} as const

function answerUntrained(query: Query, reason: 'no-early-forest' | 'window-not-trained'): PlainAnswer {
  return {
    ...estimateWithoutTraining(query, reason),
    flags: [
      { name: 'untrained', text: `This is an estimate without training: ${untrainedReasons[reason]}.` }
    ],
    trainedOn: null,
    range: null
  }
}

function estimateWithoutTraining(
  query: Query,
  reason: keyof typeof untrainedReasons
): Omit<PlainAnswer, 'flags' | 'trainedOn' | 'range'> {
  const { areOptimal, sizes } = estimateQuery(query)
  return {
    method: 'untrained',
    reason,
    areOptimal,
    ...describeSizes(sizes),
    similar: [],
    weights: []
  }
}

function describeSizes(sizes: readonly number[]): Pick<Answer, 'median' | 'interval' | 'quantiles'> {
  return {
    median: sizes[medianIndex],
    interval: { low: sizes[lowIndex], high: sizes[highIndex], coverage },
    quantiles: quantileShares.map((share, k) => ({ share, size: sizes[k] }))
  }
}
