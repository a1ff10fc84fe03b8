import { type Learner, weightedMedian } from './learner.ts'

/** Forecasts max(n, c) with the constant c that minimizes the mean ARE: the median of N with weights 1/N. */
export const learnConstant: Learner = training => {
  const sizes = training.map(sample => sample.finalSize)
  const constant = weightedMedian(
    sizes,
    sizes.map(size => 1 / size)
  )
  return ({ observedEvents }) => Math.max(observedEvents, constant)
}
