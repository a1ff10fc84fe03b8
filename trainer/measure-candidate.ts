import type { Threads } from '../ports/threads.ts'
import type { Losses, PredictorModule, TrainOptions } from '../predictors/predictor.ts'
import type { OtherMetric } from '../stores/model-versions.ts'
import { crossValidate, evaluated } from './cross-validate.ts'
import { listOtherMetrics } from './metrics.ts'
import type { CaseText, Combined } from './train-task.ts'
import { measure, measureFigures, trainVersion } from './train-version.ts'

/** The predictor without a model. */
const modelLess = 'model-less'
/** The model that comes with the predictor, where it is not the champion. */
const firstModel = 'first-model'

/** A trained candidate, and the losses of all forecasters on the same cases, which the candidate was not trained on. */
export interface MeasuredCandidate extends Combined {
  readonly losses: {
    readonly candidate: Losses
    /** Absent: there is no champion to compare with. */
    readonly champion?: Losses
    /** The trivial forecasters, the predictor without a model, and the first model, by name. */
    readonly baselines: Readonly<Record<string, Losses>>
  }
  readonly otherMetrics: readonly OtherMetric[]
}

interface MeasureOptions {
  readonly threads: Threads
  readonly predictorModule: PredictorModule
  readonly train: TrainOptions
  readonly champion: SharedArrayBuffer | null
  /** See trainVersion. */
  readonly prior: SharedArrayBuffer | null
}

/** Trains on one part of the cases and measures on the other. Throws the RangeError of the predictor for too few cases. */
export async function measureOnHeldOut(
  { threads, predictorModule, train, champion, prior }: MeasureOptions,
  training: readonly CaseText[],
  heldOut: readonly CaseText[]
): Promise<MeasuredCandidate> {
  const candidate = await trainVersion(threads, predictorModule, training, train, prior)
  const compared = { candidate: candidate.bytes, ...(champion && { champion }) }
  const [{ models, baselines }, figures] = await Promise.all([
    measure(threads, predictorModule, { training, heldOut }, { ...compared, [modelLess]: null }),
    measureAllFigures()
  ])
  return {
    ...candidate,
    losses: {
      candidate: models.candidate!,
      ...(models.champion && { champion: models.champion }),
      baselines: { [modelLess]: models[modelLess]!, ...baselines }
    },
    otherMetrics: listOtherMetrics(predictorModule.predictor, figures)
  }

  async function measureAllFigures() {
    if (predictorModule.predictor.measure === undefined) return {}
    const figures = Object.entries(compared).map(
      async ([forecaster, bytes]) =>
        [forecaster, await measureFigures(threads, predictorModule, heldOut, bytes)] as const
    )
    return Object.fromEntries(await Promise.all(figures))
  }
}

/** The number of folds over few cases: nearly all of them are in each training set. */
const folds = 10

/**
 * Trains on all cases, and measures some of them by cross-validation: each by a candidate of all other groups. The first model is
 * among the baselines where it is not the champion. Throws the RangeError of the predictor for too few cases.
 */
export async function measureByFolds(
  { threads, predictorModule, train, champion, prior }: MeasureOptions,
  cases: readonly CaseText[],
  measured: readonly CaseText[]
): Promise<MeasuredCandidate> {
  const { seed, ...own } = train
  const candidate = await trainVersion(threads, predictorModule, cases, train, prior)
  const models = {
    ...(champion && { champion }),
    ...(prior && !(champion && isSame(champion, prior)) && { [firstModel]: prior })
  }
  const groups = new Set(measured.map(({ group }) => group))
  const { losses, figures } = await crossValidate(threads, predictorModule, cases, {
    folds,
    seed,
    train: own,
    isForecast: group => groups.has(group),
    models,
    prior
  })
  const { [evaluated.model]: ofCandidate, champion: ofChampion, ...baselines } = losses
  const { [evaluated.model]: ownFigures = [], champion: championFigures = [] } = figures
  return {
    ...candidate,
    losses: { candidate: ofCandidate!, ...(ofChampion && { champion: ofChampion }), baselines },
    otherMetrics: listOtherMetrics(predictorModule.predictor, {
      candidate: averageFigures(ownFigures),
      ...(champion && { champion: averageFigures(championFigures) })
    })
  }
}

/** The means over the folds that have the figure. */
function averageFigures(
  byFold: readonly Readonly<Record<string, number>>[]
): Readonly<Record<string, number>> {
  const names = [...new Set(byFold.flatMap(figures => Object.keys(figures)))]
  return Object.fromEntries(
    names.map(name => {
      const values = byFold.flatMap(figures => figures[name] ?? []).filter(Number.isFinite)
      return [name, values.reduce((sum, value) => sum + value, 0) / values.length]
    })
  )
}

function isSame(one: SharedArrayBuffer, other: SharedArrayBuffer): boolean {
  return Buffer.from(one).equals(Buffer.from(other))
}
