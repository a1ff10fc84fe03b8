import { featuresForShare } from '../../learners/forest/options.ts'
import { rankMatrix } from '../../learners/forest/ranks.ts'
import { combineTrees, type TreeBatch, trainTrees } from '../../learners/forest/train.ts'
import type { Part, PartResult, Samples, TrainOptions } from '../predictor.ts'
import { earlyFeatureNames } from './early-features.ts'
import { featureNames } from './features.ts'
import type { Model, SizeModel } from './model.ts'
import type { Sample } from './sample.ts'
import { buildModel, isSameSegment, listSegments } from './segment-models.ts'
import { buildSizeModel, type TargetName, targetNames, targetsOf } from './size-model.ts'
import { findStart, startFrom } from './start-training.ts'
import { type CascadeTrainOptions, readTrainOptions } from './train-options.ts'
import { listCascades } from './training-cascades.ts'
import type { ProfiledCase } from './training-profile.ts'
import {
  columnsOf,
  planSegments,
  profileRows,
  type Segment,
  seedForest,
  selectRows,
  toMatrix
} from './training-rows.ts'

const shareOfColumns = 0.4

/** The training of some trees of one forest. */
export interface TrainPart extends Part {
  readonly segment: Segment
  readonly target: TargetName
  readonly firstTree: number
  readonly treeCount: number
  readonly trees: number
  readonly minLeaf: number
  readonly seed: number
  readonly columns: CascadeTrainOptions['columns']
}

/** The result of a part. */
export type TrainPartResult = PartResult & {
  readonly segment: Segment
  readonly target: TargetName
  readonly batch: TreeBatch
}

/**
 * Plans two forests for each segment, in batches of trees. `first`: see findStart. Errors: see readTrainOptions and planSegments.
 */
export function plan(
  samples: Samples<Sample>,
  options: TrainOptions,
  first: Model | null = null
): TrainPart[] {
  const { seed, windows, trees, minLeaf, treesPerPart, columns } = readTrainOptions(options)
  const parts: TrainPart[] = []
  const hasStart = findStart(samples, first) !== null
  for (const segment of planSegments(samples, windows, { hasStart }))
    for (const target of targetNames)
      for (let firstTree = 0; firstTree < trees; firstTree += treesPerPart) {
        const treeCount = Math.min(treesPerPart, trees - firstTree)
        const forestSeed = seedForest(seed, segment, target)
        const index = parts.length
        const batch = { firstTree, treeCount, trees, minLeaf }
        parts.push({ index, segment, target, ...batch, seed: forestSeed, columns })
      }
  return parts
}

/** Cost: see trainTrees. */
export function trainPart(samples: Samples<Sample>, part: TrainPart): TrainPartResult {
  const { index, segment, target, firstTree, treeCount, trees, minLeaf, seed, columns } = part
  const rows = selectRows(samples, segment, columns)
  const width = rows[0].values.length
  const matrix = toMatrix(rows)
  const featuresPerSplit = featuresForShare(shareOfColumns, width)
  const forestOptions = { bootstrap: true, featuresPerSplit, minLeaf, maxDepth: null, seed, trees } as const
  const batch = trainTrees(
    rankMatrix(matrix),
    targetsOf(rows, target),
    { kind: 'extra', ...forestOptions },
    firstTree,
    treeCount
  )
  return { index, segment, target, batch }
}

/** Combines the results of all parts. The model does not depend on their order. */
export function combine(
  samples: Samples<Sample>,
  parts: readonly TrainPartResult[],
  options: TrainOptions,
  first: Model | null = null
): Model {
  const read = readTrainOptions(options)
  const segments = parts.filter(part => part.target === 'ratio').map(part => part.segment)
  const built = listSegments(segments).map(segment => ({
    segment,
    ...combineSizeModel(samples, parts, segment, read)
  }))
  const models = built.map(({ segment, model }) => ({ ...segment, ...model }))
  const model = buildModel(
    samples,
    models,
    built.flatMap(({ cases }) => cases),
    read
  )
  const start = findStart(samples, first)
  return start ? startFrom(start, model, samples, read.columns) : model
}

/** Runs the whole training on this thread. Errors: see plan. */
export function trainModel(
  samples: Samples<Sample>,
  options: TrainOptions,
  first: Model | null = null
): Model {
  const parts = plan(samples, options, first).map(part => trainPart(samples, part))
  return combine(samples, parts, options, first)
}

function combineSizeModel(
  samples: Samples<Sample>,
  parts: readonly TrainPartResult[],
  segment: Segment,
  { columns, remembersAuthors, weighsPeers, keepsIds, trimmedShare, rangeReferences }: CascadeTrainOptions
): { readonly model: SizeModel; readonly cases: readonly ProfiledCase[] } {
  const own = parts.filter(part => isSameSegment(part.segment, segment))
  const combineTarget = (target: TargetName) =>
    combineTrees(own.filter(part => part.target === target).map(part => part.batch))
  const picked = columnsOf(segment, columns)
  const isEarly = segment.windowSeconds === null
  const names = isEarly ? earlyFeatureNames : featureNames
  const authorColumn = picked.indexOf(names.indexOf('logPostFollowers'))
  const forests = { ratio: combineTarget('ratio'), size: combineTarget('size') }
  const rows = selectRows(samples, segment, columns)
  // The nearest case to an early row is the same cascade at another window, so the weights would leak its outcome.
  const always = { trimmedShare, rangeReferences }
  const learns = isEarly ? always : { ...always, remembersAuthors, weighsPeers }
  const { model, differences } = buildSizeModel(
    rows,
    picked,
    forests,
    authorColumn === -1 ? null : authorColumn,
    learns
  )
  return {
    model: { ...model, cascades: listCascades(rows, keepsIds) },
    cases: profileRows(rows, segment, differences)
  }
}
