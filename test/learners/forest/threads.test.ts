import { expect, test } from 'vitest'
import { buildThreads } from '../../../adapters/threads/piscina.ts'
import { encodeArtefact } from '../../../learners/forest/artefact.ts'
import { writeForests } from '../../../learners/forest/forest-artefact.ts'
import type { ForestOptions } from '../../../learners/forest/options.ts'
import { rankMatrix } from '../../../learners/forest/ranks.ts'
import { combineTrees, type TreeBatch, trainForest } from '../../../learners/forest/train.ts'
import { drawFriedman } from './friedman.ts'
import { type BatchTask, moduleUrl } from './on-thread.ts'

const { matrix, targets } = drawFriedman(800, 6, 31)
const training = { matrix: rankMatrix(matrix), targets }
const options: ForestOptions = {
  kind: 'extra',
  trees: 12,
  bootstrap: true,
  featuresPerSplit: 2,
  minLeaf: 4,
  maxDepth: null,
  seed: 8
}
const encode = (batches: TreeBatch[]) => encodeArtefact(writeForests({ size: combineTrees(batches) }))

test.each([1, 2, 3])('on %d threads: the same bytes for the same seed', async size => {
  const threads = buildThreads({ size })
  try {
    const shared = threads.share(training)
    const batches = Array.from({ length: 6 }, (_, i) => {
      const payload: BatchTask = { training: shared, options, firstTree: 2 * i, treeCount: 2 }
      return threads.run<BatchTask, TreeBatch>({ module: moduleUrl, name: 'trainBatch', payload })
    })
    const expected = encodeArtefact(writeForests({ size: trainForest(training.matrix, targets, options) }))
    expect(encode(await Promise.all(batches))).toEqual(expected)
  } finally {
    await threads.close()
  }
})
