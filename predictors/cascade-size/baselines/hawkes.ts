import { finalSize } from '../popularity.ts'
import type { Learner } from './learner.ts'

/** The formula on the raw maximum-likelihood fit, w = 1, whatever the fit is worth. Nothing is learned. */
export const learnHawkes: Learner =
  () =>
  ({ observedEvents, fit }) =>
    fit ? finalSize(observedEvents, fit) : NaN
