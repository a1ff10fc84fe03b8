import { type Matrix, matrixFromRows } from '../../learners/forest/matrix.ts'
import { Random } from '../../learners/random.ts'
import type { Samples } from '../predictor.ts'
import { earlyFeatureNames, minEventsForHybrid } from './early-features.ts'
import { columnsWithoutHawkes, featureNames } from './features.ts'
import type { Sample } from './sample.ts'
import { type TargetName, type TrainingRow, targetNames } from './size-model.ts'
import type { CascadeTrainOptions } from './train-options.ts'

/** The minimum number of cases for the model of a window, and for the early model. */
const minRows = 20

/**
 * The windows to train for: the requested windows, or all windows with enough cases; and null if there are enough early cases.
 * Throws a RangeError if no window has enough cases, or if a requested window has too few.
 */
export function planWindows(
  samples: Samples<Sample>,
  windows: readonly number[] | null
): readonly (number | null)[] {
  const learnable: (number | null)[] = windows ? [...windows] : findWindows(samples)
  for (const window of learnable) {
    const count = selectRows(samples, window).length
    if (count < minRows)
      throw new RangeError(
        `window ${window} s has ${count} cases with at least ${minEventsForHybrid} events; training needs at least ${minRows}`
      )
  }
  if (selectRows(samples, null).length >= minRows) learnable.push(null)
  if (learnable.length === 0) throw new RangeError(`no window has the ${minRows} cases that training needs`)
  return learnable
}

function findWindows(samples: Samples<Sample>): number[] {
  const counts = new Map<number, number>()
  for (const { sample } of samples)
    if (sample.observedEvents >= minEventsForHybrid)
      counts.set(sample.windowSeconds, (counts.get(sample.windowSeconds) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= minRows).map(([window]) => window)
}

/** The finished cases of a window with at least 5 events. Null: the cases of all windows with fewer events. */
export function selectRows(
  samples: Samples<Sample>,
  windowSeconds: number | null,
  columns: CascadeTrainOptions['columns'] = 'all'
): TrainingRow[] {
  const picked = columnsOf(windowSeconds, columns)
  const rows: TrainingRow[] = []
  for (const { sample, group, isSimulated = false } of samples) {
    const isEarly = sample.observedEvents < minEventsForHybrid
    if (windowSeconds === null ? !isEarly : isEarly || sample.windowSeconds !== windowSeconds) continue
    const row = windowSeconds === null ? sample.earlyFeatures : sample.features
    const { observedEvents, finalSize } = sample
    rows.push({ values: picked.map(column => row[column]), observedEvents, finalSize, group, isSimulated })
  }
  return rows
}

/** The columns of the full row (null: of the early row) that the forests read. */
export function columnsOf(
  windowSeconds: number | null,
  columns: CascadeTrainOptions['columns']
): readonly number[] {
  if (windowSeconds === null) return earlyFeatureNames.map((_, column) => column)
  return columns === 'all' ? featureNames.map((_, column) => column) : columnsWithoutHawkes
}

export function toMatrix(rows: readonly TrainingRow[]): Matrix {
  return matrixFromRows(
    rows.map(row => row.values),
    rows[0].values.length
  )
}

/** The seed of a forest. It does not depend on the other forests. */
export function seedForest(seed: number, windowSeconds: number | null, target: TargetName): number {
  return new Random(seed)
    .split(Math.round(windowSeconds ?? -1))
    .split(targetNames.indexOf(target))
    .uint32()
}
