import { finalSize } from '../popularity.ts'
import type { Learner } from './learner.ts'

/** Applies the formula with w = 1 to the maximum-likelihood fit, even where the fit did not converge. Learns nothing. */
export const learnHawkes: Learner =
  () =>
  ({ observedEvents, fit }) =>
    fit ? finalSize(observedEvents, fit) : NaN
