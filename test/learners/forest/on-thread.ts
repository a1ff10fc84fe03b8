import type { ForestOptions } from '../../../learners/forest/options.ts'
import type { RankedMatrix } from '../../../learners/forest/ranks.ts'
import { type TreeBatch, trainTrees } from '../../../learners/forest/train.ts'
import type { Shared, ThreadFunction } from '../../../ports/threads.ts'

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
