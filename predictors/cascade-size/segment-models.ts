import type { Samples } from '../predictor.ts'
import type { Model, PointModel, SizeModel } from './model.ts'
import type { Sample } from './sample.ts'
import type { CascadeTrainOptions } from './train-options.ts'
import { type ProfiledCase, profileTraining } from './training-profile.ts'
import type { Segment } from './training-rows.ts'
import { summarizeTraining } from './training-summary.ts'

type SegmentModel = (SizeModel | PointModel) & Segment

/** Builds a version from the models of its segments, which may be in any order. `cases`: those of all of them. */
export function buildModel(
  samples: Samples<Sample>,
  models: readonly SegmentModel[],
  cases: readonly ProfiledCase[],
  options: Pick<CascadeTrainOptions, 'seed' | 'outsideRange' | 'networks'>
): Model {
  const windows = models.flatMap(({ windowSeconds, ...model }) =>
    windowSeconds === null ? [] : [{ ...model, windowSeconds }]
  )
  windows.sort((a, b) => compare(a.followers, b.followers) || a.windowSeconds - b.windowSeconds)
  const early = models.flatMap(({ windowSeconds, ...model }) => (windowSeconds === null ? [model] : []))
  early.sort((a, b) => compare(a.followers, b.followers))
  const trained = [...new Set(windows.map(({ windowSeconds }) => windowSeconds))].sort((a, b) => a - b)
  return {
    windows,
    early,
    profiles: profileTraining(cases),
    recalibration: [],
    start: null,
    outsideRange: options.outsideRange,
    ...summarizeTraining(samples, trained, options)
  }
}

/** The distinct segments, in the order of their first mention. */
export function listSegments(segments: readonly Segment[]): readonly Segment[] {
  return segments.filter((segment, i) => segments.findIndex(each => isSameSegment(each, segment)) === i)
}

export function isSameSegment(one: Segment, other: Segment): boolean {
  return one.windowSeconds === other.windowSeconds && one.followers === other.followers
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
