import type { Samples } from '../predictor.ts'
import { answerQueries } from './answer.ts'
import { readLogs } from './answer-from-start.ts'
import { findModels, type Model } from './model.ts'
import type { Sample } from './sample.ts'
import { forecastOutOfBag } from './size-model.ts'
import { learnCorrections } from './start.ts'
import type { CascadeTrainOptions } from './train-options.ts'
import { isInSegment, type Segment, selectRows } from './training-rows.ts'

/** With fewer own cascades a version starts from the first model. */
const minCascadesAlone = 1_000

/** The first model, if a training on these samples starts from it. A model without quantiles is no start. */
export function findStart(samples: Samples<Sample>, first: Model | null): Model | null {
  if (first === null || [...first.windows, ...first.early].some(model => 'mean' in model)) return null
  return new Set(samples.map(({ group }) => group)).size < minCascadesAlone ? first : null
}

/** The version `own`, of the segments that have enough cases, with the first model as its start. */
export function startFrom(
  first: Model,
  own: Model,
  samples: Samples<Sample>,
  columns: CascadeTrainOptions['columns']
): Model {
  const answers = answerQueries(
    first,
    samples.map(({ sample }) => sample)
  )
  const firstForecasts = answers.map(readLogs)
  const corrections = learnCorrections(samples, firstForecasts, forecastOwn(own, samples, columns))
  if (corrections.length === 0) return own
  return { ...own, priors: own.priors ?? first.priors, start: { model: first, corrections } }
}

/** The size of each sample by the model that would answer it, from the trees that were not trained on it. NaN: none. */
function forecastOwn(
  own: Model,
  samples: Samples<Sample>,
  columns: CascadeTrainOptions['columns']
): Float64Array {
  const points = new Float64Array(samples.length).fill(NaN)
  const segments: Segment[] = [
    ...own.windows,
    ...own.early.map(({ followers }) => ({ windowSeconds: null, followers }))
  ]
  const models = [...own.windows, ...own.early]
  segments.forEach((segment, k) => {
    const model = models[k]
    if ('mean' in model) return
    const byRow = forecastOutOfBag(model, selectRows(samples, segment, columns))
    let row = 0
    samples.forEach(({ sample }, position) => {
      if (!isInSegment(sample, segment)) return
      const point = byRow[row++]
      if (findModels(own, sample)[0]?.model === model) points[position] = point
    })
  })
  return points
}
