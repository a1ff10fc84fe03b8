import { featureNames } from './features.ts'
import { interpolate } from './interpolate.ts'
import { medianIndex, quantileShares } from './quantiles.ts'
import type { Query } from './sample.ts'

const shareBefore3of4 = featureNames.indexOf('countShare3of4')

/**
 * The growth that public cascades had left: quantiles of (N/n - 1) / rho by window, where rho is the rate of events in the last
 * quarter of the window relative to that of the whole window. Each of eight sets counts equally (docs/model.md, "Untrained").
 */
const shares = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]
const growthByWindow: readonly { readonly windowSeconds: number; readonly growth: readonly number[] }[] = [
  { windowSeconds: 300, growth: [0, 1, 4, 12, 36.7, 115, 575] },
  { windowSeconds: 600, growth: [0, 0.33, 3, 8.91, 23.5, 79.5, 397] },
  { windowSeconds: 3_600, growth: [0, 0, 1.16, 3.14, 8.49, 27.8, 139] },
  { windowSeconds: 21_600, growth: [0, 0, 0.41, 1.44, 4.3, 15, 75] },
  { windowSeconds: 86_400, growth: [0, 0, 0, 0.23, 1.01, 3.02, 15] }
]

/**
 * The growth with the lowest mean error over the same sets: "three times what was seen" at full rate for the first hour, then
 * less.
 */
const areOptimalGrowth: readonly (readonly [windowSeconds: number, growth: number])[] = [
  [3_600, 2],
  [21_600, 1],
  [86_400, 0.5],
  [604_800, 0]
]

/** What can be said of an observation without training. Sizes count all events, the post included. */
interface UntrainedEstimate {
  readonly areOptimal: number
  /** By the indexes of quantileShares; ascending, none below the observed events. */
  readonly sizes: readonly number[]
}

type Observed = Pick<Query, 'windowSeconds' | 'observedEvents' | 'features'>

/** The estimate for a query. */
export function estimateQuery({ windowSeconds, observedEvents, features }: Observed): UntrainedEstimate {
  const laterEvents = Math.round((1 - features[shareBefore3of4]) * observedEvents)
  return estimateUntrained(windowSeconds, observedEvents, laterEvents)
}

/** The log of its median. */
export function findLogMedian(query: Observed): number {
  return Math.log(estimateQuery(query).sizes[medianIndex])
}

/**
 * N = n (1 + g rho): the observed events, and a growth in proportion to how fast events came last. The quantiles are wide: they
 * are those of all kinds of networks together. `laterEvents`: the events after three quarters of the window.
 */
export function estimateUntrained(
  windowSeconds: number,
  observedEvents: number,
  laterEvents: number
): UntrainedEstimate {
  // One half event more, so that a cascade without recent events is not held to be over for certain.
  const rate = Math.min(1, (4 * (laterEvents + 0.5)) / (observedEvents + 1))
  const logWindow = Math.log(windowSeconds)
  const toSize = (growth: number) => observedEvents * (1 + growth * rate)
  const windows = growthByWindow.map(row => Math.log(row.windowSeconds))
  const growths = shares.map((_, i) =>
    interpolate(
      windows,
      growthByWindow.map(row => row.growth[i]),
      logWindow
    )
  )
  return {
    areOptimal: toSize(
      interpolate(
        areOptimalGrowth.map(([seconds]) => Math.log(seconds)),
        areOptimalGrowth.map(([, growth]) => growth),
        logWindow
      )
    ),
    sizes: quantileShares.map(share => toSize(interpolate(shares, growths, share)))
  }
}
