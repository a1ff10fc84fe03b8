import type { ForestEngine } from '../../learners/forest/forest-engine.ts'
import type { Forest } from '../../learners/forest/trees.ts'
import type { Samples } from '../predictor.ts'
import type { Model } from './model.ts'
import { learnRange } from './range.ts'
import type { Sample } from './sample.ts'
import { buildModel } from './segment-models.ts'
import { targetsOf } from './size-model.ts'
import {
  columnsOf,
  planSegments,
  profileRows,
  type Segment,
  seedForest,
  selectRows,
  toMatrix
} from './training-rows.ts'

export interface PointTraining {
  readonly seed: number
  readonly trees: number
  readonly windows: readonly number[]
}

/** The training of one forest. Structured-clonable. */
export interface PointPart {
  readonly segment: Segment
  readonly trees: number
  readonly seed: number
}

export interface PointPartResult {
  readonly segment: Segment
  readonly forest: Forest
}

/**
 * Plans the forests of a point model: one on log(N/n) for each segment.
 * Throws the RangeErrors of planSegments and of the engine's check.
 */
export function planPointModels(
  samples: Samples<Sample>,
  { seed, trees, windows }: PointTraining,
  engine: Pick<ForestEngine, 'check'>
): readonly PointPart[] {
  const segments = planSegments(samples, windows)
  engine.check(
    segments.map(segment => ({
      rows: selectRows(samples, segment).length,
      columns: columnsOf(segment, 'all').length,
      trees
    }))
  )
  return segments.map(segment => ({ segment, trees, seed: seedForest(seed, segment, 'ratio') | 0 }))
}

export function trainPointPart(
  samples: Samples<Sample>,
  { segment, trees, seed }: PointPart,
  engine: Pick<ForestEngine, 'grow'>
): PointPartResult {
  const rows = selectRows(samples, segment)
  return { segment, forest: engine.grow(toMatrix(rows), targetsOf(rows, 'ratio'), { trees, seed }) }
}

/** Combines the results of all parts, in the order of the plan. */
export function combinePointModels(
  samples: Samples<Sample>,
  parts: readonly PointPartResult[],
  seed: number
): Model {
  const models = parts.map(({ segment, forest }) => ({
    ...segment,
    columns: columnsOf(segment, 'all'),
    mean: forest,
    range: learnRange(selectRows(samples, segment).map(row => row.values))
  }))
  const cases = parts.flatMap(({ segment }) => profileRows(selectRows(samples, segment), segment))
  return buildModel(samples, models, cases, { seed, outsideRange: 'model', networks: [] })
}
