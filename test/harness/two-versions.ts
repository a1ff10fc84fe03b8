import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { bootstrapArtefactFile, bootstrapManifestFile } from '../../app/bootstrap/recipe.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'

/** Puts a registry of two versions, the first of them serving, into the `data` folder of a folder yet to be started on. */
export async function publishTwoVersions(folder: string): Promise<void> {
  const blobs = openBlobsFolder(join(folder, 'data', 'blobs'))
  const versions = buildModelVersions({ blobs, clock: systemClock })
  const draft = JSON.parse(readFileSync(bootstrapManifestFile, 'utf8')) as ManifestDraft
  for (let version = 1; version <= 2; version++)
    await versions.publish('cascade-size', readFileSync(bootstrapArtefactFile), draft)
  await versions.promote('cascade-size', 1, { actor: 'test', reason: 'the first' })
}
