import { matrixFromRows } from '../../../learners/forest/matrix.ts'
import { predictMean } from '../../../learners/forest/predict.ts'
import { rankMatrix } from '../../../learners/forest/ranks.ts'
import { trainForest } from '../../../learners/forest/train.ts'
import type { FittedParameters } from '../forecast.ts'
import { finalSize } from '../popularity.ts'
import type { Sample } from '../sample.ts'
import type { Learner } from './learner.ts'

/**
 * The method of the original prototype: a random forest on (c, theta, A1, n*) learns the scaling factor
 * w = (N - n)(1 - n*)/A1 by squared error, so that N = n + w A1/(1 - n*). Gives NaN where a sample has no fit.
 */
export const learnPrototype: Learner = training => {
  const usable = training.flatMap(sample => {
    if (!sample.fit) return []
    const factor = (sample.finalSize - sample.observedEvents) / finalSize(0, sample.fit)
    return Number.isFinite(factor) ? [{ row: toRow(sample.fit), factor }] : []
  })
  if (usable.length === 0) return () => NaN
  const rows = usable.map(({ row }) => row)
  const forest = trainForest(
    rankMatrix(matrixFromRows(rows, 4)),
    Float64Array.from(usable, ({ factor }) => factor),
    { kind: 'random', trees: 100, bootstrap: true, featuresPerSplit: 4, minLeaf: 1, maxDepth: null, seed: 1 }
  )
  return ({ fit, observedEvents }: Sample) =>
    fit ? finalSize(observedEvents, fit, predictMean(forest, matrixFromRows([toRow(fit)], 4))[0]) : NaN
}

function toRow({ cutoffSeconds, decay, directOffspring, branchingFactor }: FittedParameters): number[] {
  return [cutoffSeconds ?? 0, decay, directOffspring, branchingFactor]
}
