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
import type { Sample } from './sample.ts'
import { type MethodScore, type ScoredForecast, scoreMethod } from './scores.ts'
import { trainModel } from './train.ts'

/** Methods that learn from the samples of the very window they are asked for. */
const baselines: Readonly<Record<string, Learner>> = {
  constant: learnConstant,
  hawkes: learnHawkes,
  prototype: learnPrototype,
  ratio: learnRatio,
  loglog: learnLogLog,
  seismic: learnSeismic
}
/** The model of this folder with the columns that its forests read. */
const models = { features: 'without-hawkes', hybrid: 'all' } as const

/** Every method there is, in the order of the output. */
export const evaluationMethods: readonly string[] = [...Object.keys(baselines), ...Object.keys(models)]

export interface EvaluationOptions {
  readonly seed: number
  /** Cross-validation in so many folds by cascade, or the groups that are the test. */
  readonly split: { readonly folds: number } | { readonly testGroups: readonly string[] }
  readonly windows: readonly number[]
  /** The windows the models are trained for; default: each of `windows` itself. */
  readonly trainWindows?: readonly number[]
  readonly methods?: readonly string[]
  /** Cases with fewer events in the window are left out. Default 5. */
  readonly minEvents?: number
  readonly trees?: number
}

/** One fold of one window: what one thread does at a time. Structured-clonable. */
export interface EvaluationPart extends Split {
  readonly index: number
  readonly windowSeconds: number
  readonly trainWindows: readonly number[]
  readonly methods: readonly string[]
  readonly minEvents: number
  readonly trees: number
  readonly seed: number
}

/** By method, the forecasts of the part's test cases, in their order. */
export interface EvaluationPartResult {
  readonly index: number
  readonly windowSeconds: number
  /** Positions in the samples. */
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
 * Independent parts, fold by window. Everything a method learns it learns from the part's training cases; what it
 * forecasts from is what a sample holds of its window. RangeError for options that cannot be evaluated.
 */
export function planEvaluation(samples: Samples<Sample>, options: EvaluationOptions): EvaluationPart[] {
  const { seed, split, windows, trainWindows, methods = evaluationMethods } = options
  const unknown = methods.find(method => !evaluationMethods.includes(method))
  if (unknown !== undefined)
    throw new RangeError(`unknown method ${unknown}; there are ${evaluationMethods.join(', ')}`)
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

/** Trains every method on the part's training cases and asks it for the test cases. Cost: two trainings of a model. */
export function runEvaluationPart(samples: Samples<Sample>, part: EvaluationPart): EvaluationPartResult {
  const { index, windowSeconds, methods, minEvents } = part
  const isAsked = (position: number) => {
    const { sample } = samples[position]
    return sample.windowSeconds === windowSeconds && sample.observedEvents >= minEvents
  }
  const training = part.training.map(position => samples[position])
  const ownTraining = part.training.filter(isAsked).map(position => samples[position].sample)
  const cases = part.test.filter(isAsked)
  const test = cases.map(position => samples[position].sample)
  const forecasts = Object.fromEntries(
    methods.map(method => {
      const learn = baselines[method]
      if (!learn) return [method, askModel(training, test, part, models[method as keyof typeof models])]
      if (ownTraining.length === 0) return [method, test.map(sample => score(sample, NaN))]
      const forecast = learn(ownTraining)
      return [method, test.map(sample => score(sample, forecast(sample)))]
    })
  )
  return { index, windowSeconds, cases, forecasts }
}

function askModel(
  training: Samples<Sample>,
  test: readonly Sample[],
  { trainWindows, windowSeconds, seed, trees }: EvaluationPart,
  columns: 'all' | 'without-hawkes'
): ScoredForecast[] {
  const model = trainModel(training, {
    seed,
    trees,
    columns,
    windows: findNeeded(trainWindows, windowSeconds)
  })
  return answerQueries(model, test).map((answer, i) => {
    const { point, interval, range } = answer
    return {
      finalSize: test[i].finalSize,
      point: point ?? NaN,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      isOutside: range?.isOutside ?? null
    }
  })
}

/** The trained windows that a forecast at `windowSeconds` uses: the others need no training here. */
function findNeeded(trainWindows: readonly number[], windowSeconds: number): number[] {
  const sorted = trainWindows.toSorted((a, b) => a - b)
  const below = sorted.findLast(window => window <= windowSeconds)
  const above = sorted.find(window => window >= windowSeconds)
  return [...new Set([below, above])].filter(window => window !== undefined)
}

function score({ finalSize }: Sample, point: number): ScoredForecast {
  return { finalSize, point, low: null, high: null, isOutside: null }
}

/** The figures of all parts, whatever order they come in. `data`: what the samples are called. */
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
      const gather = (method: string) => own.flatMap(result => result.forecasts[method] ?? [])
      const constantARE = scoreMethod('constant', gather('constant'), null).meanARE
      return {
        window,
        cascades: own.reduce((sum, { cases }) => sum + cases.length, 0),
        methods: methods.map(method => scoreMethod(method, gather(method), constantARE))
      }
    })
  }
}

/** The whole evaluation on this thread. Cost: folds x windows parts. Errors: planEvaluation. */
export function evaluate(data: string, samples: Samples<Sample>, options: EvaluationOptions): Evaluation {
  const results = planEvaluation(samples, options).map(part => runEvaluationPart(samples, part))
  return summarizeEvaluation(data, results, options)
}
