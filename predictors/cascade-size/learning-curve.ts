import { type Split, splitGroups } from '../../learners/folds.ts'
import { Random } from '../../learners/random.ts'
import { shuffle } from '../../learners/shuffle.ts'
import type { Samples } from '../predictor.ts'
import { learnLogLog } from './baselines/log-log.ts'
import { learnRatio } from './baselines/ratio.ts'
import { learnSeismic } from './baselines/seismic.ts'
import { minEventsForHybrid } from './early-features.ts'
import { forecastByModel, forecastPoint } from './evaluate.ts'
import type { Model } from './model.ts'
import type { Sample } from './sample.ts'
import { type MethodScore, type ScoredForecast, scoreMethod } from './scores.ts'
import { trainModel } from './train.ts'

/**
 * The forecasters of a learning curve, in the order of the output. `n` repeats what was seen, `2n` doubles it. `first` is the
 * first model, `own` the forests of the own cascades alone, and `answer` what the product answers.
 */
export const curveMethods = ['n', '2n', 'ratio', 'loglog', 'seismic', 'first', 'own', 'answer'] as const
export type CurveMethod = (typeof curveMethods)[number]

export interface LearningCurveOptions {
  readonly seed: number
  /** The number of random orders in which the own cascades arrive. */
  readonly orders: number
  /** The held-out groups. Null: a third of all groups, drawn by the seed. */
  readonly testGroups: readonly string[] | null
  readonly windows: readonly number[]
  /** Held-out cases with fewer events in the window are left out. Default 5. */
  readonly minEvents?: number
  readonly trees?: number
}

/** One number of own cascades in one order: the unit of work of a thread. Structured-clonable. */
export interface LearningCurvePart extends Split {
  readonly index: number
  readonly ownCascades: number
  readonly windows: readonly number[]
  readonly minEvents: number
  readonly trees: number
  readonly seed: number
}

type CurveScore = Pick<MethodScore, 'meanARE' | 'coverage80' | 'failures'>

export interface LearningCurvePartResult {
  readonly index: number
  readonly ownCascades: number
  /** In the order of `windows`. */
  readonly windows: readonly {
    readonly cases: number
    readonly scores: Readonly<Record<CurveMethod, CurveScore>>
  }[]
}

export interface LearningCurve {
  readonly data: string
  readonly seed: number
  readonly orders: number
  readonly heldOutCascades: number
  readonly windows: readonly {
    readonly window: number
    /** The held-out cases of the window, the same for all sizes and orders. */
    readonly cases: number
    readonly sizes: readonly {
      readonly ownCascades: number
      readonly methods: readonly ({ readonly method: CurveMethod } & CurveScore)[]
    }[]
  }[]
}

const minCascades = 20

/**
 * Divides a learning curve into independent parts. The held-out cascades are the same in all of them. For each order, the first
 * 10, 30, 100, 300, ... of the other cascades are the own ones; without own cascades the order does not matter.
 * Throws a RangeError if there are too few cascades.
 */
export function planLearningCurve(
  samples: Samples<Sample>,
  { seed, orders, testGroups, windows, minEvents = minEventsForHybrid, trees = 200 }: LearningCurveOptions
): LearningCurvePart[] {
  const groups = [...new Set(samples.map(({ group }) => group))]
  if (groups.length < minCascades)
    throw new RangeError(
      `a learning curve needs at least ${minCascades} finished cascades (got ${groups.length})`
    )
  const random = new Random(seed)
  const drawn = shuffle([...groups], random.split(0)).slice(0, Math.floor(groups.length / 3))
  const heldOut = new Set(testGroups ?? drawn)
  const pool = groups.filter(group => !heldOut.has(group))
  const common = { windows, minEvents, trees }
  const none = { ...common, test: splitGroups(samples, heldOut).test, training: [], ownCascades: 0, seed }
  const parts = Array.from({ length: orders }, (_, order) => {
    const arrived = shuffle([...pool], random.split(order + 1))
    return listSizes(pool.length).map(ownCascades => {
      const { test: training } = splitGroups(samples, new Set(arrived.slice(0, ownCascades)))
      return { ...none, training, ownCascades, seed: seed + order }
    })
  })
  return [none, ...parts.flat()].map((part, index) => ({ ...part, index }))
}

/** 10, 30, 100, 300, ... up to `max`. */
function listSizes(max: number): number[] {
  const sizes: number[] = []
  for (let decade = 10; decade <= max; decade *= 10)
    sizes.push(...[decade, 3 * decade].filter(size => size <= max))
  return sizes
}

/** Learns from the own cascades of a part and forecasts the held-out cases. Cost: that of training two versions. */
export function runLearningCurvePart(
  samples: Samples<Sample>,
  part: LearningCurvePart,
  first: Model
): LearningCurvePartResult {
  const { index, ownCascades, windows, minEvents, trees, seed } = part
  const training = part.training.map(position => samples[position])
  const own = trainWhereEnough(training, { seed, trees })
  const answering = training.length === 0 ? first : trainModel(training, { seed, trees }, first)
  const select = (positions: readonly number[], windowSeconds: number) =>
    positions
      .map(position => samples[position].sample)
      .filter(sample => sample.windowSeconds === windowSeconds && sample.observedEvents >= minEvents)
  return {
    index,
    ownCascades,
    windows: windows.map(window => {
      const cases = select(part.test, window)
      const forecasts = forecastAll(select(part.training, window), cases, { first, own, answering })
      const scores = curveMethods.map(method => [method, toScore(method, forecasts[method])] as const)
      return { cases: cases.length, scores: Object.fromEntries(scores) as Record<CurveMethod, CurveScore> }
    })
  }
}

/** Null: training needs more cases. */
function trainWhereEnough(
  training: Samples<Sample>,
  options: { readonly seed: number; readonly trees: number }
): Model | null {
  try {
    return trainModel(training, options)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Null: the method needs own cases and has none. */
function forecastAll(
  training: readonly Sample[],
  cases: readonly Sample[],
  { first, own, answering }: { readonly first: Model; readonly own: Model | null; readonly answering: Model }
): Readonly<Record<CurveMethod, readonly ScoredForecast[] | null>> {
  const ask = (forecast: (sample: Sample) => number) =>
    cases.map(sample => forecastPoint(sample, forecast(sample)))
  return {
    n: ask(({ observedEvents }) => observedEvents),
    '2n': ask(({ observedEvents }) => 2 * observedEvents),
    ratio: training.length === 0 ? null : ask(learnRatio(training)),
    loglog: training.length === 0 ? null : ask(learnLogLog(training)),
    seismic: ask(learnSeismic(training)),
    first: forecastByModel(first, cases),
    own: own && forecastByModel(own, cases),
    answer: forecastByModel(answering, cases)
  }
}

function toScore(method: CurveMethod, forecasts: readonly ScoredForecast[] | null): CurveScore {
  if (forecasts === null) return { meanARE: null, coverage80: null, failures: 0 }
  const { meanARE, coverage80, failures } = scoreMethod(method, forecasts, null)
  return { meanARE, coverage80, failures }
}

/** Summarizes the results of all parts, which may be in any order: means over the orders. */
export function summarizeLearningCurve(
  data: string,
  samples: Samples<Sample>,
  parts: readonly LearningCurvePart[],
  results: readonly LearningCurvePartResult[],
  { seed, orders, windows }: LearningCurveOptions
): LearningCurve {
  const ordered = results.toSorted((a, b) => a.index - b.index)
  const sizes = [...new Set(ordered.map(({ ownCascades }) => ownCascades))]
  return {
    data,
    seed,
    orders,
    heldOutCascades: new Set(parts[0].test.map(position => samples[position].group)).size,
    windows: windows.map((window, i) => ({
      window,
      cases: ordered[0].windows[i].cases,
      sizes: sizes.map(ownCascades => {
        const own = ordered.filter(result => result.ownCascades === ownCascades)
        const methods = curveMethods.map(method => ({
          method,
          ...averageScores(own.map(result => result.windows[i].scores[method]))
        }))
        return { ownCascades, methods }
      })
    }))
  }
}

function averageScores(scores: readonly CurveScore[]): CurveScore {
  return {
    meanARE: average(scores.map(({ meanARE }) => meanARE)),
    coverage80: average(scores.map(({ coverage80 }) => coverage80)),
    failures: scores.reduce((sum, { failures }) => sum + failures, 0) / scores.length
  }
}

/** Null unless every order has a value: a mean over fewer orders is of other cases. */
function average(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null)
  return known.length < values.length ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}
