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
  /** By evaluated forecaster: the predictor's own metrics on the held-out cases of each fold. */
  readonly figures: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>
}

interface CrossValidationOptions {
  readonly folds: number
  /** The seed of the folds and of each training. */
  readonly seed: number
  /** The predictor's own options. */
  readonly train: Omit<TrainOptions, 'seed'>
}

/**
 * For each fold, trains on the other folds and measures on this one. Every case is forecast once, by a model of other groups.
 * Throws a RangeError for more folds than groups, and that of the predictor if there are too few cases.
 */
export async function crossValidate(
  threads: Threads,
  predictorModule: PredictorModule,
  cases: readonly CaseText[],
  { folds, seed, train }: CrossValidationOptions,
  onFold: () => void = () => {}
): Promise<CrossValidation> {
  const measured: Fold[] = []
  for (const { training, test } of splitFolds(cases, folds, seed)) {
    const parts = { training: pick(cases, training), heldOut: pick(cases, test) }
    const { bytes } = await trainVersion(threads, predictorModule, parts.training, { ...train, seed })
    measured.push(await measureFold(threads, predictorModule, parts, bytes))
    onFold()
  }
  const names = [...new Set([evaluated.model, evaluated.modelLess, ...measured.flatMap(namesOf)])]
  return {
    losses: Object.fromEntries(
      names.map(name => [name, concat(measured.flatMap(({ losses }) => losses[name] ?? []))])
    ),
    figures: {
      [evaluated.model]: measured.map(({ model }) => model),
      [evaluated.modelLess]: measured.map(({ modelLess }) => modelLess)
    }
  }
}

interface Fold {
  readonly losses: Readonly<Record<string, Losses>>
  /** The predictor's own metrics. */
  readonly model: Readonly<Record<string, number>>
  readonly modelLess: Readonly<Record<string, number>>
}

async function measureFold(
  threads: Threads,
  predictorModule: PredictorModule,
  cases: { readonly training: readonly CaseText[]; readonly heldOut: readonly CaseText[] },
  bytes: SharedArrayBuffer
): Promise<Fold> {
  const forecasters = { [evaluated.model]: bytes, [evaluated.modelLess]: null }
  const { models, baselines } = await measure(threads, predictorModule, cases, forecasters)
  return {
    losses: { ...baselines, ...models },
    model: await measureFigures(threads, predictorModule, cases.heldOut, bytes),
    modelLess: await measureFigures(threads, predictorModule, cases.heldOut, null)
  }
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
