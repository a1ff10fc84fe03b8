import { type Learner, weightedMedian } from './learner.ts'

/** Forecasts k n with the k that minimizes the mean ARE. |N - k n|/N = (n/N) |N/n - k|: the median of N/n with weights n/N. */
export const learnRatio: Learner = training => {
  const ratios = training.map(({ finalSize, observedEvents }) => finalSize / observedEvents)
  const factor = weightedMedian(
    ratios,
    ratios.map(ratio => 1 / ratio)
  )
  return ({ observedEvents }) => factor * observedEvents
}
