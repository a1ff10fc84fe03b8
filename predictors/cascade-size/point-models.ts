import type { ForestEngine } from '../../learners/forest/forest-engine.ts'
import type { Forest } from '../../learners/forest/trees.ts'
import type { Samples } from '../predictor.ts'
import type { Model, PointModel } from './model.ts'
import { learnRange } from './range.ts'
import type { Sample } from './sample.ts'
import { targetsOf } from './size-model.ts'
import { columnsOf, planWindows, seedForest, selectRows, toMatrix } from './training-rows.ts'
import { summarizeTraining } from './training-summary.ts'

export interface PointTraining {
  readonly seed: number
  readonly trees: number
  readonly windows: readonly number[]
}

/** The training of one forest, for a window or for early cases (null). Structured-clonable. */
export interface PointPart {
  readonly windowSeconds: number | null
  readonly trees: number
  readonly seed: number
}

export interface PointPartResult {
  readonly windowSeconds: number | null
  readonly forest: Forest
}

/**
 * Plans the forests of a point model: one on log(N/n) for each window, and one for early cases.
 * Throws the RangeErrors of planWindows and of the engine's check.
 */
export function planPointModels(
  samples: Samples<Sample>,
  { seed, trees, windows }: PointTraining,
  engine: Pick<ForestEngine, 'check'>
): readonly PointPart[] {
  const learnable = planWindows(samples, windows)
  engine.check(
    learnable.map(window => ({
      rows: selectRows(samples, window).length,
      columns: columnsOf(window, 'all').length,
      trees
    }))
  )
  return learnable.map(windowSeconds => ({
    windowSeconds,
    trees,
    seed: seedForest(seed, windowSeconds, 'ratio') | 0
  }))
}

export function trainPointPart(
  samples: Samples<Sample>,
  { windowSeconds, trees, seed }: PointPart,
  engine: Pick<ForestEngine, 'grow'>
): PointPartResult {
  const rows = selectRows(samples, windowSeconds)
  return { windowSeconds, forest: engine.grow(toMatrix(rows), targetsOf(rows, 'ratio'), { trees, seed }) }
}

/** Combines the results of all parts, in the order of the plan. */
export function combinePointModels(
  samples: Samples<Sample>,
  parts: readonly PointPartResult[],
  seed: number
): Model {
  const build = ({ windowSeconds, forest }: PointPartResult): PointModel => ({
    columns: columnsOf(windowSeconds, 'all'),
    mean: forest,
    range: learnRange(selectRows(samples, windowSeconds).map(row => row.values))
  })
  const windows = parts
    .flatMap(part =>
      part.windowSeconds === null ? [] : [{ ...build(part), windowSeconds: part.windowSeconds }]
    )
    .sort((a, b) => a.windowSeconds - b.windowSeconds)
  const early = parts.find(part => part.windowSeconds === null)
  const summary = summarizeTraining(
    samples,
    windows.map(({ windowSeconds }) => windowSeconds),
    seed
  )
  return { windows, early: early ? build(early) : null, ...summary }
}
