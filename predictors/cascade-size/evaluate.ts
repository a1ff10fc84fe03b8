import { type Split, splitFolds, splitGroups } from '../../learners/folds.ts'
import type { Samples } from '../predictor.ts'
import { answerQueries } from './answer.ts'
import { learnConstant } from './baselines/constant.ts'
import { learnHawkes } from './baselines/hawkes.ts'
import type { Learner } from './baselines/learner.ts'
import { learnLogLog } from './baselines/log-log.ts'
import { learnPrototype } from './baselines/prototype.ts'
import { learnRatio } from './baselines/ratio.ts'
import { learnSeismic } from './baselines/seismic.ts'
import { minEventsForHybrid } from './early-features.ts'
import type { Model } from './model.ts'
import type { Sample } from './sample.ts'
import { type MethodScore, type ScoredForecast, scoreMethod } from './scores.ts'
import { trainModel } from './train.ts'

type ForestColumns = 'all' | 'without-hawkes'

/** Methods that learn only from the samples of the evaluated window. */
const baselines: Readonly<Record<string, Learner>> = {
  constant: learnConstant,
  hawkes: learnHawkes,
  prototype: learnPrototype,
  ratio: learnRatio,
  loglog: learnLogLog,
  seismic: learnSeismic
}
/** The model of this folder, by the columns that its forests read. */
const models: Readonly<Record<string, ForestColumns>> = { features: 'without-hawkes', hybrid: 'all' }

/** All methods, in the order of the output. */
export const evaluationMethods: readonly string[] = [...Object.keys(baselines), ...Object.keys(models)]

export interface EvaluationOptions {
  readonly seed: number
  /** Cross-validation with `folds` folds by cascade, or a single split with `testGroups` as the test set. */
  readonly split: { readonly folds: number } | { readonly testGroups: readonly string[] }
  readonly windows: readonly number[]
  /** The windows to train the models for. Default: the evaluated window only. */
  readonly trainWindows?: readonly number[]
  readonly methods?: readonly string[]
  /** Cases with fewer events in the window are excluded. Default 5. */
  readonly minEvents?: number
  readonly trees?: number
}

/** One fold of one window: the unit of work of a thread. Structured-clonable. */
export interface EvaluationPart extends Split {
  readonly index: number
  readonly windowSeconds: number
  readonly trainWindows: readonly number[]
  readonly methods: readonly string[]
  readonly minEvents: number
  readonly trees: number
  readonly seed: number
}

/** The forecasts of each method for the test cases of a part, in the order of `cases`. */
export interface EvaluationPartResult {
  readonly index: number
  readonly windowSeconds: number
  /** Indexes of the samples. */
  readonly cases: readonly number[]
  readonly forecasts: Readonly<Record<string, readonly ScoredForecast[]>>
}

export interface Evaluation {
  readonly data: string
  /** Null: one split into training and test. */
  readonly folds: number | null
  readonly windows: readonly {
    readonly window: number
    readonly cascades: number
    readonly methods: readonly MethodScore[]
  }[]
}

/**
 * Divides an evaluation into independent parts, one for each fold and window. A method learns only from the training cases
 * of the part, and forecasts only from the window of a sample. Throws a RangeError for invalid options.
 */
export function planEvaluation(samples: Samples<Sample>, options: EvaluationOptions): EvaluationPart[] {
  const { seed, split, windows, trainWindows, methods = evaluationMethods } = options
  const unknown = methods.find(method => !evaluationMethods.includes(method))
  if (unknown !== undefined)
    throw new RangeError(`unknown method ${unknown}: must be one of ${evaluationMethods.join(', ')}`)
  const splits =
    'folds' in split
      ? splitFolds(samples, split.folds, seed)
      : [splitGroups(samples, new Set(split.testGroups))]
  const { minEvents = minEventsForHybrid, trees = 200 } = options
  return windows
    .flatMap(windowSeconds => splits.map((own, fold) => ({ ...own, windowSeconds, fold })))
    .map(({ fold, ...own }, index) => ({
      ...own,
      index,
      trainWindows: trainWindows ?? [own.windowSeconds],
      methods,
      minEvents,
      trees,
      seed: seed + fold
    }))
}

/** Trains each method on the training cases of a part and forecasts the test cases. Cost: that of training two models. */
export function runEvaluationPart(samples: Samples<Sample>, part: EvaluationPart): EvaluationPartResult {
  const { index, windowSeconds, methods, minEvents } = part
  const isEvaluated = (position: number) => {
    const { sample } = samples[position]
    return sample.windowSeconds === windowSeconds && sample.observedEvents >= minEvents
  }
  const training = part.training.map(position => samples[position])
  const windowTraining = part.training.filter(isEvaluated).map(position => samples[position].sample)
  const cases = part.test.filter(isEvaluated)
  const test = cases.map(position => samples[position].sample)
  const forecasts = Object.fromEntries(
    methods.map(method => {
      const learn = baselines[method]
      if (!learn) return [method, askModel(training, test, part, models[method])]
      if (windowTraining.length === 0) return [method, test.map(sample => forecastPoint(sample, NaN))]
      const forecast = learn(windowTraining)
      return [method, test.map(sample => forecastPoint(sample, forecast(sample)))]
    })
  )
  return { index, windowSeconds, cases, forecasts }
}

function askModel(
  training: Samples<Sample>,
  test: readonly Sample[],
  { trainWindows, windowSeconds, seed, trees }: EvaluationPart,
  columns: ForestColumns
): ScoredForecast[] {
  const model = trainModel(training, {
    seed,
    trees,
    columns,
    windows: findNeededWindows(trainWindows, windowSeconds)
  })
  return forecastByModel(model, test)
}

/** The forecasts of a version for finished cases, from their windows. */
export function forecastByModel(model: Model, cases: readonly Sample[]): ScoredForecast[] {
  return answerQueries(model, cases).map(({ areOptimal, interval, range }, i) => ({
    finalSize: cases[i].finalSize,
    point: areOptimal ?? NaN,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    isOutside: range?.isOutside ?? null
  }))
}

/** The trained windows that a forecast at `windowSeconds` uses. The others need no training. */
function findNeededWindows(trainWindows: readonly number[], windowSeconds: number): number[] {
  const sorted = trainWindows.toSorted((a, b) => a - b)
  const below = sorted.findLast(window => window <= windowSeconds)
  const above = sorted.find(window => window >= windowSeconds)
  return [...new Set([below, above])].filter(window => window !== undefined)
}

/** A forecast without an interval. */
export function forecastPoint({ finalSize }: Sample, point: number): ScoredForecast {
  return { finalSize, point, low: null, high: null, isOutside: null }
}

/** Summarizes the results of all parts, which may be in any order. `data`: the name of the data set. */
export function summarizeEvaluation(
  data: string,
  results: readonly EvaluationPartResult[],
  options: EvaluationOptions
): Evaluation {
  const { split, windows, methods = evaluationMethods } = options
  const ordered = results.toSorted((a, b) => a.index - b.index)
  return {
    data,
    folds: 'folds' in split ? split.folds : null,
    windows: windows.map(window => {
      const own = ordered.filter(result => result.windowSeconds === window)
      const collect = (method: string) => own.flatMap(result => result.forecasts[method] ?? [])
      const constantARE = scoreMethod('constant', collect('constant'), null).meanARE
      return {
        window,
        cascades: own.reduce((sum, { cases }) => sum + cases.length, 0),
        methods: methods.map(method => scoreMethod(method, collect(method), constantARE))
      }
    })
  }
}

/** Runs the whole evaluation on this thread. Cost: folds x windows parts. Errors: see planEvaluation. */
export function evaluate(data: string, samples: Samples<Sample>, options: EvaluationOptions): Evaluation {
  const results = planEvaluation(samples, options).map(part => runEvaluationPart(samples, part))
  return summarizeEvaluation(data, results, options)
}
