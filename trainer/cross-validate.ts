import { splitFolds } from '../learners/folds.ts'
import type { Threads } from '../ports/threads.ts'
import type { Losses, PredictorModule, TrainOptions } from '../predictors/predictor.ts'
import type { CaseText } from './train-task.ts'
import { measure, measureFigures, trainVersion } from './train-version.ts'

/** The forecasters of every evaluation: the model of each fold, and the predictor without a model. */
export const evaluated = { model: 'model', modelLess: 'model-less' } as const

export interface CrossValidation {
  /** By forecaster, on the same cases in the same order: the evaluated forecasters, then the baselines of the predictor. */
  readonly losses: Readonly<Record<string, Losses>>
  /** By forecaster except the baselines: the predictor's own metrics on the held-out cases of each fold. */
  readonly figures: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>
}

interface CrossValidationOptions {
  readonly folds: number
  /** The seed of the folds and of each training. */
  readonly seed: number
  /** The predictor's own options. */
  readonly train: Omit<TrainOptions, 'seed'>
  /** The groups that are forecast. The others are in the training set of every fold. Default: all. */
  readonly isForecast?: (group: string) => boolean
  /** Further models that forecast the same cases, by forecaster. */
  readonly models?: Readonly<Record<string, SharedArrayBuffer>>
  /** See trainVersion. */
  readonly prior?: SharedArrayBuffer | null
}

/**
 * For each fold, trains on all other cases and measures on this fold. Every case is forecast once, by a model of other groups.
 * Throws a RangeError for more folds than groups, and that of the predictor if there are too few cases.
 */
export async function crossValidate(
  threads: Threads,
  predictorModule: PredictorModule,
  cases: readonly CaseText[],
  { folds, seed, train, isForecast = () => true, models = {}, prior = null }: CrossValidationOptions,
  onFold: () => void = () => {}
): Promise<CrossValidation> {
  const measured: Fold[] = []
  const forecast = cases.filter(({ group }) => isForecast(group))
  const others = cases.filter(({ group }) => !isForecast(group))
  for (const { training, test } of splitFolds(forecast, folds, seed)) {
    const parts = { training: [...others, ...pick(forecast, training)], heldOut: pick(forecast, test) }
    const { bytes } = await trainVersion(threads, predictorModule, parts.training, { ...train, seed }, prior)
    measured.push(await measureFold(threads, predictorModule, parts, { ...models, [evaluated.model]: bytes }))
    onFold()
  }
  const names = [...new Set([evaluated.model, evaluated.modelLess, ...measured.flatMap(namesOf)])]
  return {
    losses: Object.fromEntries(
      names.map(name => [name, concat(measured.flatMap(({ losses }) => losses[name] ?? []))])
    ),
    figures: Object.fromEntries(
      [evaluated.model, evaluated.modelLess, ...Object.keys(models)].map(name => [
        name,
        measured.flatMap(({ figures }) => (figures[name] ? [figures[name]] : []))
      ])
    )
  }
}

interface Fold {
  readonly losses: Readonly<Record<string, Losses>>
  /** By forecaster: the predictor's own metrics. */
  readonly figures: Readonly<Record<string, Readonly<Record<string, number>>>>
}

async function measureFold(
  threads: Threads,
  predictorModule: PredictorModule,
  cases: { readonly training: readonly CaseText[]; readonly heldOut: readonly CaseText[] },
  forecasters: Readonly<Record<string, SharedArrayBuffer>>
): Promise<Fold> {
  const all = { ...forecasters, [evaluated.modelLess]: null }
  const { models, baselines } = await measure(threads, predictorModule, cases, all)
  const figures = Object.entries(all).map(
    async ([name, bytes]) =>
      [name, await measureFigures(threads, predictorModule, cases.heldOut, bytes)] as const
  )
  return { losses: { ...baselines, ...models }, figures: Object.fromEntries(await Promise.all(figures)) }
}

function namesOf({ losses }: Fold): readonly string[] {
  return Object.keys(losses)
}

function pick(cases: readonly CaseText[], positions: readonly number[]): readonly CaseText[] {
  return positions.flatMap(position => cases[position] ?? [])
}

function concat(losses: readonly Losses[]): Losses {
  return {
    groups: losses.flatMap(({ groups }) => groups),
    slices: losses.flatMap(({ slices }) => slices),
    values: Float64Array.from(losses.flatMap(({ values }) => [...values]))
  }
}
