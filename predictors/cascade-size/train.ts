import { matrixFromRows } from '../forest/matrix.ts'
import { featuresForShare } from '../forest/options.ts'
import { rankMatrix } from '../forest/ranks.ts'
import { combineTrees, type TreeBatch, trainTrees } from '../forest/train.ts'
import type { Part, PartResult, Samples, TrainOptions } from '../predictor.ts'
import { Random } from '../random.ts'
import { earlyFeatureNames, fewestEventsForHybrid } from './early-features.ts'
import { columnsWithoutHawkes, featureNames } from './features.ts'
import type { FittedParameters } from './forecast.ts'
import type { Model, SizeModel, TrainingSummary } from './model.ts'
import { learnPriors, type Priors } from './priors.ts'
import type { Sample } from './sample.ts'
import { buildSizeModel, type TargetName, type TrainingRow, targetNames, targetsOf } from './size-model.ts'
import { type CascadeTrainOptions, readTrainOptions } from './train-options.ts'

/** Below this many cases nothing is learned of a window, nor of early cases. */
export const fewestRows = 20
const fewestFitsForPriors = 20
const minLeaf = 4
const shareOfColumns = 0.4

/** Some trees of one forest. `windowSeconds` null: of the early model. */
export interface TrainPart extends Part {
  readonly windowSeconds: number | null
  readonly target: TargetName
  readonly firstTree: number
  readonly treeCount: number
  readonly trees: number
  readonly seed: number
  readonly columns: CascadeTrainOptions['columns']
}

/** What a part gives back. */
export type TrainPartResult = PartResult & {
  readonly windowSeconds: number | null
  readonly target: TargetName
  readonly batch: TreeBatch
}

/**
 * Two forests for each window, and two for early cases, in batches of trees. RangeError when there is nothing to learn
 * from or an asked-for window has too few cases.
 */
export function plan(samples: Samples<Sample>, options: TrainOptions): TrainPart[] {
  const { seed, windows, trees, treesPerPart, columns } = readTrainOptions(options)
  const learnable: (number | null)[] = windows ? [...windows] : findWindows(samples)
  for (const window of learnable) {
    const count = selectRows(samples, window, columns).length
    if (count < fewestRows)
      throw new RangeError(
        `${count} cases with ${fewestEventsForHybrid} events by ${window} s; it takes ${fewestRows}`
      )
  }
  if (selectRows(samples, null, columns).length >= fewestRows) learnable.push(null)
  if (learnable.length === 0) throw new RangeError(`no window has the ${fewestRows} cases it takes to learn`)
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
  const width = rows[0]!.values.length
  const matrix = matrixFromRows(
    rows.map(row => row.values),
    width
  )
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

/** The model of all parts: the same whatever order they come in. */
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
    priors: learnPriorsWhereEnough(samples),
    trainedOn: summarize(samples, windows, read.seed)
  }
}

/** The whole training on this thread. Errors: plan. */
export function trainModel(samples: Samples<Sample>, options: TrainOptions): Model {
  const parts = plan(samples, options).map(part => trainPart(samples, part))
  return combine(samples, parts, options)
}

function combineSizeModel(
  samples: Samples<Sample>,
  parts: readonly TrainPartResult[],
  windowSeconds: number | null,
  { columns, remembersAuthors }: CascadeTrainOptions
): SizeModel {
  const own = parts.filter(part => part.windowSeconds === windowSeconds)
  const combineTarget = (target: TargetName) =>
    combineTrees(own.filter(part => part.target === target).map(part => part.batch))
  const picked = columnsOf(windowSeconds, columns)
  const names = windowSeconds === null ? earlyFeatureNames : featureNames
  const authorColumn = picked.indexOf(names.indexOf('logPostFollowers'))
  const forests = { ratio: combineTarget('ratio'), size: combineTarget('size') }
  const rows = selectRows(samples, windowSeconds, columns)
  // An early row's nearest author is its own cascade at another window: it would remember its own outcome.
  const mayRemember = remembersAuthors && windowSeconds !== null
  return buildSizeModel(rows, picked, forests, authorColumn, mayRemember)
}

function columnsOf(windowSeconds: number | null, columns: CascadeTrainOptions['columns']): readonly number[] {
  if (windowSeconds === null) return earlyFeatureNames.map((_, column) => column)
  return columns === 'all' ? featureNames.map((_, column) => column) : columnsWithoutHawkes
}

function selectRows(
  samples: Samples<Sample>,
  windowSeconds: number | null,
  columns: CascadeTrainOptions['columns']
): TrainingRow[] {
  const picked = columnsOf(windowSeconds, columns)
  const rows: TrainingRow[] = []
  for (const { sample } of samples) {
    const isEarly = sample.observedEvents < fewestEventsForHybrid
    if (windowSeconds === null ? !isEarly : isEarly || sample.windowSeconds !== windowSeconds) continue
    const row = windowSeconds === null ? sample.earlyFeatures : sample.features
    const { observedEvents, finalSize } = sample
    rows.push({ values: picked.map(column => row[column]!), observedEvents, finalSize })
  }
  return rows
}

function findWindows(samples: Samples<Sample>): number[] {
  const counts = new Map<number, number>()
  for (const { sample } of samples)
    if (sample.observedEvents >= fewestEventsForHybrid)
      counts.set(sample.windowSeconds, (counts.get(sample.windowSeconds) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= fewestRows).map(([window]) => window)
}

/** A stream of its own for each forest, the same whatever else is trained. */
function seedForest(seed: number, windowSeconds: number | null, target: TargetName): number {
  return new Random(seed)
    .split(Math.round(windowSeconds ?? -1))
    .split(targetNames.indexOf(target))
    .uint32()
}

function learnPriorsWhereEnough(samples: Samples<Sample>): Priors | null {
  const fits = samples
    .map(({ sample }) => sample.fit)
    .filter((fit): fit is FittedParameters => fit?.isConverged === true)
  return fits.length < fewestFitsForPriors ? null : learnPriors(fits)
}

function summarize(samples: Samples<Sample>, windows: readonly number[], seed: number): TrainingSummary {
  return {
    cascades: new Set(samples.map(({ group }) => group)).size,
    seed,
    windows: windows.map(windowSeconds => {
      const sizes = selectRows(samples, windowSeconds, 'all')
        .map(row => row.finalSize)
        .sort((a, b) => a - b)
      return {
        windowSeconds,
        cascades: sizes.length,
        smallestSize: sizes[0]!,
        medianSize: sizes[sizes.length >> 1]!,
        largestSize: sizes.at(-1)!
      }
    })
  }
}
