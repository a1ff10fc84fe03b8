import { type Matrix, matrixFromRows } from '../../learners/forest/matrix.ts'
import { Random } from '../../learners/random.ts'
import type { Samples } from '../predictor.ts'
import { allEarlyColumns, minEventsForHybrid, unmarkedEarlyColumns } from './early-features.ts'
import { isHawkesColumn, markedColumns, unmarkedColumns } from './features.ts'
import type { FollowersKnown } from './followers-known.ts'
import type { Sample } from './sample.ts'
import { type TargetName, type TrainingRow, targetNames } from './size-model.ts'
import type { CascadeTrainOptions } from './train-options.ts'
import type { ProfiledCase } from './training-profile.ts'
import { findLogMedian } from './untrained-estimate.ts'

/** The minimum number of cases for a model, and for one that is mixed with a start. */
const minRowsAlone = 20
const minRowsWithStart = 8

/** The cases of one model: of a window with at least 5 events, or (null) of all windows with fewer. */
export type Segment = {
  readonly windowSeconds: number | null
  readonly followers: FollowersKnown
}

const variants: readonly FollowersKnown[] = ['all', 'post', 'none']

/**
 * The segments to train: for the requested windows, or for all windows with enough cases, and for early cases if there are
 * enough. The variant without followers learns from all cases, so it always exists; the others exist where enough cases have
 * what they need. Throws a RangeError if no window has enough cases, or if a requested window has too few. With a start, fewer cases
 * are enough, and a window without a model of its own is left to the start.
 */
export function planSegments(
  samples: Samples<Sample>,
  windows: readonly number[] | null,
  { hasStart = false }: { readonly hasStart?: boolean } = {}
): readonly Segment[] {
  const minRows = hasStart ? minRowsWithStart : minRowsAlone
  const planned = (windows ?? findWindows(samples, minRows)).flatMap(windowSeconds => {
    const found = findSegments(samples, windowSeconds, minRows)
    if (found.length > 0 || hasStart) return found
    const count = selectRows(samples, { windowSeconds, followers: 'none' }).length
    throw new RangeError(
      `window ${windowSeconds} s has ${count} cases with at least ${minEventsForHybrid} events; training needs at least ${minRows}`
    )
  })
  planned.push(...findSegments(samples, null, minRows))
  if (samples.length === 0 || (planned.length === 0 && !hasStart))
    throw new RangeError(`no window has the ${minRows} cases that training needs`)
  return planned
}

function findSegments(samples: Samples<Sample>, windowSeconds: number | null, minRows: number): Segment[] {
  return variants
    .map(followers => ({ windowSeconds, followers }))
    .filter(segment => selectRows(samples, segment).length >= minRows)
}

function findWindows(samples: Samples<Sample>, minRows: number): number[] {
  const counts = new Map<number, number>()
  for (const { sample } of samples)
    if (sample.observedEvents >= minEventsForHybrid)
      counts.set(sample.windowSeconds, (counts.get(sample.windowSeconds) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= minRows).map(([window]) => window)
}

/** The finished cases of a segment. Without followers: all cases, of which only the times are read. */
export function selectRows(
  samples: Samples<Sample>,
  segment: Segment,
  columns: CascadeTrainOptions['columns'] = 'all'
): TrainingRow[] {
  const picked = columnsOf(segment, columns)
  const rows: TrainingRow[] = []
  for (const { sample, group, isSimulated = false } of samples) {
    if (!isInSegment(sample, segment)) continue
    const row = segment.windowSeconds === null ? sample.earlyFeatures : sample.features
    const { author, observedEvents, finalSize } = sample
    const values = picked.map(column => row[column])
    const known = author === undefined ? {} : { author }
    const logUntrained = findLogMedian(sample)
    const ofSample = { windowSeconds: sample.windowSeconds, observedEvents, finalSize, group, isSimulated }
    rows.push({ values, ...ofSample, logUntrained, ...known })
  }
  return rows
}

export function isInSegment(sample: Sample, { windowSeconds, followers }: Segment): boolean {
  const isEarly = sample.observedEvents < minEventsForHybrid
  if (windowSeconds === null ? !isEarly : isEarly || sample.windowSeconds !== windowSeconds) return false
  return followers === 'none' || sample.followers === followers
}

/** The columns of the full row (early cases: of the early row) that the forests of a segment read. */
export function columnsOf(
  { windowSeconds, followers }: Segment,
  columns: CascadeTrainOptions['columns']
): readonly number[] {
  const isUnmarked = followers === 'none'
  if (windowSeconds === null) return isUnmarked ? unmarkedEarlyColumns : allEarlyColumns
  const own = isUnmarked ? unmarkedColumns : markedColumns
  return columns === 'all' ? own : own.filter(column => !isHawkesColumn(column))
}

/** The rows as a profile sees them. `differences`: by row; none: not known. */
export function profileRows(
  rows: readonly TrainingRow[],
  { followers }: Segment,
  differences: Float64Array | null = null
): readonly ProfiledCase[] {
  return rows.map(({ windowSeconds, group, isSimulated, observedEvents, finalSize }, i) => {
    const difference = differences === null ? NaN : differences[i]
    return { windowSeconds, followers, group, isSimulated, observedEvents, finalSize, difference }
  })
}

export function toMatrix(rows: readonly TrainingRow[]): Matrix {
  return matrixFromRows(
    rows.map(row => row.values),
    rows[0].values.length
  )
}

/** The seed of a forest. It does not depend on the other forests. */
export function seedForest(seed: number, { windowSeconds, followers }: Segment, target: TargetName): number {
  const random = new Random(seed)
  // A seed gives the same forests as before there were variants.
  const own = followers === 'all' ? random : random.split(variants.indexOf(followers))
  const ofWindow = own.split(Math.round(windowSeconds ?? -1))
  return ofWindow.split(targetNames.indexOf(target)).uint32()
}
