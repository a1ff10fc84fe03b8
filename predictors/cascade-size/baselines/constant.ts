import { type Learner, weightedMedian } from './learner.ts'

/** One size for all, or n where that is more: the constant of least mean ARE, the median under weights 1/N. */
export const learnConstant: Learner = training => {
  const sizes = training.map(sample => sample.finalSize)
  const constant = weightedMedian(
    sizes,
    sizes.map(size => 1 / size)
  )
  return ({ observedEvents }) => Math.max(observedEvents, constant)
}
