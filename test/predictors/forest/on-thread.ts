import type { Shared, ThreadFunction } from '../../../ports/threads.ts'
import type { ForestOptions } from '../../../predictors/forest/options.ts'
import type { RankedMatrix } from '../../../predictors/forest/ranks.ts'
import { type TreeBatch, trainTrees } from '../../../predictors/forest/train.ts'

export const moduleUrl = import.meta.url

export interface BatchTask {
  readonly training: Shared<{ readonly matrix: RankedMatrix; readonly targets: Float64Array }>
  readonly options: ForestOptions
  readonly firstTree: number
  readonly treeCount: number
}

export const trainBatch: ThreadFunction<BatchTask, TreeBatch> = (task, thread) => {
  const { matrix, targets } = thread.open(task.training)
  const batch = trainTrees(matrix, targets, task.options, task.firstTree, task.treeCount)
  const { roots, features, thresholds, links, leafRows, treeGains } = batch
  thread.move([roots, features, thresholds, links, leafRows, treeGains].map(array => array.buffer))
  return batch
}
