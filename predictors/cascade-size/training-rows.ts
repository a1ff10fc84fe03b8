import { type Matrix, matrixFromRows } from '../../learners/forest/matrix.ts'
import { Random } from '../../learners/random.ts'
import type { Samples } from '../predictor.ts'
import { earlyFeatureNames, minEventsForHybrid } from './early-features.ts'
import { columnsWithoutHawkes, featureNames } from './features.ts'
import type { Sample } from './sample.ts'
import { type TargetName, type TrainingRow, targetNames } from './size-model.ts'
import type { CascadeTrainOptions } from './train-options.ts'

/** Below this many cases nothing is learned of a window, nor of early cases. */
const minRows = 20

/**
 * The windows to train for, those asked for or all with cases enough, and null where there are early cases enough.
 * RangeError when there is nothing to learn from or an asked-for window has too few cases.
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
        `${count} cases with ${minEventsForHybrid} events by ${window} s; it takes ${minRows}`
      )
  }
  if (selectRows(samples, null).length >= minRows) learnable.push(null)
  if (learnable.length === 0) throw new RangeError(`no window has the ${minRows} cases it takes to learn`)
  return learnable
}

function findWindows(samples: Samples<Sample>): number[] {
  const counts = new Map<number, number>()
  for (const { sample } of samples)
    if (sample.observedEvents >= minEventsForHybrid)
      counts.set(sample.windowSeconds, (counts.get(sample.windowSeconds) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= minRows).map(([window]) => window)
}

/** The finished cases of a window with events enough; null: those of any window with fewer. */
export function selectRows(
  samples: Samples<Sample>,
  windowSeconds: number | null,
  columns: CascadeTrainOptions['columns'] = 'all'
): TrainingRow[] {
  const picked = columnsOf(windowSeconds, columns)
  const rows: TrainingRow[] = []
  for (const { sample } of samples) {
    const isEarly = sample.observedEvents < minEventsForHybrid
    if (windowSeconds === null ? !isEarly : isEarly || sample.windowSeconds !== windowSeconds) continue
    const row = windowSeconds === null ? sample.earlyFeatures : sample.features
    const { observedEvents, finalSize } = sample
    rows.push({ values: picked.map(column => row[column]), observedEvents, finalSize })
  }
  return rows
}

/** The columns of the full row (null: of the early one) that forests read. */
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

/** A stream of its own for each forest, the same whatever else is trained. */
export function seedForest(seed: number, windowSeconds: number | null, target: TargetName): number {
  return new Random(seed)
    .split(Math.round(windowSeconds ?? -1))
    .split(targetNames.indexOf(target))
    .uint32()
}
