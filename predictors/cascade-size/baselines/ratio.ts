import { type Learner, weightedMedian } from './learner.ts'

/** N = k n with the k of least mean ARE: |N - k n|/N = (n/N) |N/n - k|, so the median of N/n under weights n/N. */
export const learnRatio: Learner = training => {
  const ratios = training.map(({ finalSize, observedEvents }) => finalSize / observedEvents)
  const factor = weightedMedian(
    ratios,
    ratios.map(ratio => 1 / ratio)
  )
  return ({ observedEvents }) => factor * observedEvents
}
