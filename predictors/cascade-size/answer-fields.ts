import type { Predictor } from '../predictor.ts'

/** The fields of a Forecast in the order in which they are shown. */
export const answer: Predictor<unknown, unknown, unknown, unknown, unknown>['answer'] = [
  { path: '/median', label: 'Final size (median)', kind: 'count' },
  { path: '/interval', label: '80 % range', kind: 'interval' },
  { path: '/quantiles', label: 'Other ranges', kind: 'quantiles', min: '/observedEvents' },
  { path: '/observedEvents', label: 'Events seen', kind: 'count' },
  { path: '/windowSeconds', label: 'Window', kind: 'seconds' },
  { path: '/lowerBound', label: 'At least', kind: 'count' },
  { path: '/areOptimal', label: 'Smallest relative error at', kind: 'count' },
  { path: '/method', label: 'Method', kind: 'text' },
  { path: '/reason', label: 'Reason', kind: 'text' },
  { path: '/fit/branchingFactor', label: 'Branching factor', kind: 'number' },
  { path: '/flags', label: 'To be doubted', kind: 'flags' },
  { path: '/reasons/groups', label: 'Reasons', kind: 'factors' },
  { path: '/similar', label: 'Similar cascades ended at', kind: 'cases', value: 'finalSize' }
]
