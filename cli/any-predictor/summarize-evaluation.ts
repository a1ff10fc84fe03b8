import type { AnyPredictor, Losses, Metric } from '../../predictors/predictor.ts'
import { type CrossValidation, evaluated } from '../../trainer/cross-validate.ts'
import { selectSlice, standardErrorOfMean, summarizeLosses } from '../../trainer/metrics.ts'
import { pairedDifference } from '../../trainer/paired-difference.ts'

/** The losses of a forecaster on a slice. A figure is null without cases, a standard error also with one group. */
interface LossFigures {
  readonly slice: string
  readonly forecaster: string
  /** The cases that it answered. */
  readonly cases: number
  readonly failures: number
  readonly meanLoss: number | null
  /** Standard error of the mean, by group. */
  readonly standardError: number | null
  readonly medianLoss: number | null
}

/** The output of `groundswell evaluate --predictor NAME --json`. */
export interface EvaluationSummary {
  readonly predictor: string
  readonly data: string
  readonly folds: number
  readonly seed: number
  readonly cases: number
  readonly groups: number
  /** The metric of the losses. */
  readonly metric: Metric
  readonly slices: AnyPredictor['slices']
  readonly losses: readonly LossFigures[]
  /** The mean loss of the model minus that of another forecaster, over groups. Below 0 the model is better. */
  readonly differences: readonly {
    readonly forecaster: string
    readonly mean: number | null
    readonly standardError: number | null
    readonly groups: number
  }[]
  /** Further metrics of the predictor: their means over folds. */
  readonly figures: readonly {
    readonly metric: Metric
    readonly forecaster: string
    readonly folds: number
    readonly mean: number | null
    readonly standardError: number | null
  }[]
}

export function summarizeEvaluation(
  { name: predictor, metrics, slices }: AnyPredictor,
  { losses, figures }: CrossValidation,
  asked: Pick<EvaluationSummary, 'data' | 'folds' | 'seed'>
): EvaluationSummary {
  const [metric, ...others] = metrics
  const { [evaluated.model]: own, ...otherLosses } = losses
  if (own === undefined) throw new Error('an evaluation without the losses of the model')
  return {
    predictor,
    ...asked,
    cases: own.values.length,
    groups: new Set(own.groups).size,
    metric,
    slices,
    losses: summarizeLosses(losses, slices).map(({ slice, forecaster, cases, meanLoss, medianLoss }) => {
      const all: Losses = losses[forecaster] ?? own
      return {
        slice,
        forecaster,
        cases,
        failures: selectSlice(all, slice).length - cases,
        meanLoss: cases === 0 ? null : meanLoss,
        standardError: finite(standardErrorOfMean(all, slice)),
        medianLoss: cases === 0 ? null : medianLoss
      }
    }),
    differences: Object.entries(otherLosses).map(([forecaster, other]) => {
      const { mean, standardError, groups } = pairedDifference(own, other)
      return { forecaster, mean: finite(mean), standardError: finite(standardError), groups }
    }),
    figures: others.flatMap(metric =>
      Object.entries(figures).map(([forecaster, byFold]) => ({
        metric,
        forecaster,
        ...summarizeFolds(byFold.flatMap(fold => fold[metric.name] ?? []))
      }))
    )
  }
}

function summarizeFolds(values: readonly number[]) {
  const folds = values.length
  const mean = values.reduce((sum, each) => sum + each / folds, 0)
  const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (folds - 1)
  return {
    folds,
    mean: folds === 0 ? null : finite(mean),
    standardError: finite(Math.sqrt(variance / folds))
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
