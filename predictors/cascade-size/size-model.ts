import { type Matrix, matrixFromRows } from '../forest/matrix.ts'
import type { Forest } from '../forest/trees.ts'
import { buildLeafWeights, buildOutOfBagWeights, type LeafWeights } from '../forest/weights.ts'
import { findQuantile, findRank, type LogSizes, mergeSamples, rank } from './log-sizes.ts'
import type { SizeModel } from './model.ts'
import { learnRange } from './range.ts'

/** A finished case as the forests of one size model see it. */
export interface TrainingRow {
  /** Only the columns that the forests read. */
  readonly values: readonly number[]
  readonly observedEvents: number
  readonly finalSize: number
}

/** The two targets, by row: log(N/n) and log N. */
export const targetNames = ['ratio', 'size'] as const
export type TargetName = (typeof targetNames)[number]

export function targetsOf(rows: readonly TrainingRow[], target: TargetName): Float64Array {
  return Float64Array.from(rows, ({ finalSize, observedEvents }) =>
    target === 'size' ? Math.log(finalSize) : Math.log(finalSize / observedEvents)
  )
}

/** Puts a size model together from its trained forests: calibrates the interval and learns the range. */
export function buildSizeModel(
  rows: readonly TrainingRow[],
  columns: readonly number[],
  forests: Readonly<Record<TargetName, Forest>>
): SizeModel {
  const values = rows.map(row => row.values)
  const uncalibrated = {
    columns,
    ratio: { forest: forests.ratio, targets: rank(targetsOf(rows, 'ratio')) },
    size: { forest: forests.size, targets: rank(targetsOf(rows, 'size')) },
    floor: Math.log(rows.reduce((least, { finalSize }) => Math.min(least, finalSize), Infinity)),
    range: learnRange(values)
  }
  return { ...uncalibrated, ...calibrate(uncalibrated, rows, matrixFromRows(values, columns.length)) }
}

type Uncalibrated = Omit<SizeModel, 'lowRank' | 'highRank'>

/**
 * Split-conformal ranks out of bag: u_i = F_i(y_i) of each training row, from the trees that did not see it; the
 * floor(.1 (k + 1))-th and ceil(.9 (k + 1))-th smallest u of k rows.
 */
function calibrate(model: Uncalibrated, rows: readonly TrainingRow[], matrix: Matrix) {
  const ratio = buildOutOfBagWeights(model.ratio.forest, matrix)
  const size = buildOutOfBagWeights(model.size.forest, matrix)
  const ranks = rows
    .map(({ observedEvents, finalSize }, row) => {
      const sizes = drawSizes(model, ratio, size, row, observedEvents)
      return sizes.values.length > 0 ? findRank(sizes, Math.log(finalSize)) : NaN
    })
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
  const count = ranks.length
  return {
    lowRank: ranks[Math.floor(0.1 * (count + 1)) - 1] ?? 0,
    highRank: ranks[Math.ceil(0.9 * (count + 1)) - 1] ?? 1
  }
}

/**
 * The distributions of log N for each query: leaf samples of both forests at equal weight, none below the smallest
 * size trained on or the events seen. `rows` holds the columns that the forests read.
 */
export function forecastLogSizes(
  model: SizeModel,
  rows: readonly ArrayLike<number>[],
  observedEvents: readonly number[]
): LogSizes[] {
  const matrix = matrixFromRows(rows, model.columns.length)
  const ratio = buildLeafWeights(model.ratio.forest, matrix)
  const size = buildLeafWeights(model.size.forest, matrix)
  return observedEvents.map((events, query) => drawSizes(model, ratio, size, query, events))
}

function drawSizes(
  { ratio, size, floor }: Uncalibrated,
  ratioWeights: LeafWeights,
  sizeWeights: LeafWeights,
  query: number,
  observedEvents: number
): LogSizes {
  const ofRatio = new Float64Array(ratio.forest.rows)
  const ofSize = new Float64Array(size.forest.rows)
  ratioWeights.add(query, 0.5, ofRatio)
  sizeWeights.add(query, 0.5, ofSize)
  const logCount = Math.log(observedEvents)
  return mergeSamples(ratio.targets, ofRatio, logCount, size.targets, ofSize, Math.max(floor, logCount))
}

/** The 10 %, 50 % and 90 % quantiles of log N, as calibrated. */
export function findQuantiles(model: SizeModel, sizes: LogSizes) {
  return {
    low: findQuantile(sizes, model.lowRank),
    median: findQuantile(sizes, 0.5),
    high: findQuantile(sizes, model.highRank)
  }
}
