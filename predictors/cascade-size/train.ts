import { featuresForShare } from '../../learners/forest/options.ts'
import { rankMatrix } from '../../learners/forest/ranks.ts'
import { combineTrees, type TreeBatch, trainTrees } from '../../learners/forest/train.ts'
import type { Part, PartResult, Samples, TrainOptions } from '../predictor.ts'
import { earlyFeatureNames } from './early-features.ts'
import { featureNames } from './features.ts'
import type { Model, SizeModel } from './model.ts'
import type { Sample } from './sample.ts'
import { buildSizeModel, type TargetName, targetNames, targetsOf } from './size-model.ts'
import { type CascadeTrainOptions, readTrainOptions } from './train-options.ts'
import { listCascades } from './training-cascades.ts'
import { columnsOf, planWindows, seedForest, selectRows, toMatrix } from './training-rows.ts'
import { summarizeTraining } from './training-summary.ts'

const minLeaf = 4
const shareOfColumns = 0.4

/** The training of some trees of one forest. `windowSeconds` null: a forest of the early model. */
export interface TrainPart extends Part {
  readonly windowSeconds: number | null
  readonly target: TargetName
  readonly firstTree: number
  readonly treeCount: number
  readonly trees: number
  readonly seed: number
  readonly columns: CascadeTrainOptions['columns']
}

/** The result of a part. */
export type TrainPartResult = PartResult & {
  readonly windowSeconds: number | null
  readonly target: TargetName
  readonly batch: TreeBatch
}

/**
 * Plans two forests for each window, and two for early cases, in batches of trees. Errors: see readTrainOptions and
 * planWindows.
 */
export function plan(samples: Samples<Sample>, options: TrainOptions): TrainPart[] {
  const { seed, windows, trees, treesPerPart, columns } = readTrainOptions(options)
  const learnable = planWindows(samples, windows)
  const parts: TrainPart[] = []
  for (const windowSeconds of learnable)
    for (const target of targetNames)
      for (let firstTree = 0; firstTree < trees; firstTree += treesPerPart) {
        const treeCount = Math.min(treesPerPart, trees - firstTree)
        const forestSeed = seedForest(seed, windowSeconds, target)
        const index = parts.length
        parts.push({ index, windowSeconds, target, firstTree, treeCount, trees, seed: forestSeed, columns })
      }
  return parts
}

/** Cost: see trainTrees. */
export function trainPart(samples: Samples<Sample>, part: TrainPart): TrainPartResult {
  const { index, windowSeconds, target, firstTree, treeCount, trees, seed, columns } = part
  const rows = selectRows(samples, windowSeconds, columns)
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
  return { index, windowSeconds, target, batch }
}

/** Combines the results of all parts. The model does not depend on their order. */
export function combine(
  samples: Samples<Sample>,
  parts: readonly TrainPartResult[],
  options: TrainOptions
): Model {
  const read = readTrainOptions(options)
  const windows = [...new Set(parts.map(part => part.windowSeconds))]
    .filter(window => window !== null)
    .sort((a, b) => a - b)
  const hasEarly = parts.some(part => part.windowSeconds === null)
  return {
    windows: windows.map(windowSeconds => ({
      windowSeconds,
      ...combineSizeModel(samples, parts, windowSeconds, read)
    })),
    early: hasEarly ? combineSizeModel(samples, parts, null, read) : null,
    ...summarizeTraining(samples, windows, read.seed)
  }
}

/** Runs the whole training on this thread. Errors: see plan. */
export function trainModel(samples: Samples<Sample>, options: TrainOptions): Model {
  const parts = plan(samples, options).map(part => trainPart(samples, part))
  return combine(samples, parts, options)
}

function combineSizeModel(
  samples: Samples<Sample>,
  parts: readonly TrainPartResult[],
  windowSeconds: number | null,
  { columns, remembersAuthors, weighsPeers, keepsIds }: CascadeTrainOptions
): SizeModel {
  const own = parts.filter(part => part.windowSeconds === windowSeconds)
  const combineTarget = (target: TargetName) =>
    combineTrees(own.filter(part => part.target === target).map(part => part.batch))
  const picked = columnsOf(windowSeconds, columns)
  const names = windowSeconds === null ? earlyFeatureNames : featureNames
  const authorColumn = picked.indexOf(names.indexOf('logPostFollowers'))
  const forests = { ratio: combineTarget('ratio'), size: combineTarget('size') }
  const rows = selectRows(samples, windowSeconds, columns)
  // The nearest case to an early row is the same cascade at another window, so the weights would leak its outcome.
  const learns = windowSeconds === null ? {} : { remembersAuthors, weighsPeers }
  const model = buildSizeModel(rows, picked, forests, authorColumn, learns)
  return { ...model, cascades: listCascades(rows, keepsIds) }
}
