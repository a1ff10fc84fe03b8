import { join } from 'node:path'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import { buildModelVersions, type ManifestDraft, type ModelPointer } from '../../stores/model-versions.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { temporaryFolder } from '../harness/temporary.ts'

export const predictor = 'cascade-size'

export const by = { actor: 'test', reason: 'because' }

export const draft: ManifestDraft = {
  schemaVersion: 1,
  features: [
    {
      name: 'count',
      count: 3,
      mean: 2,
      standardDeviation: 1,
      deciles: [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3],
      shares: []
    }
  ],
  training: { source: 'test', samples: 3, groups: 3, cut: '2026-11-20T00:00:00.000Z', seed: 1, options: {} },
  metrics: [{ slice: '300', forecaster: 'candidate', cases: 3, meanLoss: 0.2, medianLoss: 0.1 }],
  parent: null,
  codeVersion: '0.1.0',
  isSimulated: true,
  notes: ''
}

export function setUp() {
  const root = temporaryFolder()
  const clock = buildSetClock()
  const blobs = openBlobsFolder(root)
  const announced: ModelPointer[] = []
  const announce = async (pointer: ModelPointer) => void announced.push(pointer)
  const build = (store: BlobStore = blobs) => buildModelVersions({ blobs: store, clock, announce })
  const registry = build()
  const publish = (text: string) => registry.publish(predictor, Buffer.from(text), draft)
  const fileOf = (version: number, name: string) =>
    join(root, 'models', predictor, 'versions', String(version).padStart(6, '0'), name)
  return { root, clock, blobs, announced, build, registry, publish, fileOf }
}

export async function publishThree(publish: (text: string) => Promise<unknown>): Promise<void> {
  for (const text of ['one', 'two', 'three']) await publish(text)
}
