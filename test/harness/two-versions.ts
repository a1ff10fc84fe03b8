import { readFileSync } from 'node:fs'
import { systemClock } from '../../adapters/clock/system.ts'
import { bootstrapArtefactFile, bootstrapManifestFile } from '../../app/bootstrap/recipe.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import type { TestEnvironment } from './test-environment.ts'

/** Writes a registry of two versions, the first of them live, into a test environment that is not started yet. */
export async function publishTwoVersions(testEnvironment: TestEnvironment): Promise<void> {
  const blobs = testEnvironment.openBlobs()
  const versions = buildModelVersions({ blobs, clock: systemClock })
  const draft = JSON.parse(readFileSync(bootstrapManifestFile, 'utf8')) as ManifestDraft
  for (let version = 1; version <= 2; version++)
    await versions.publish('cascade-size', readFileSync(bootstrapArtefactFile), draft)
  await versions.promote('cascade-size', 1, { actor: 'test', reason: 'the first' })
  await blobs.close()
}

/** Replaces the bytes of a key, as a faulty disk or an administrator might. */
export async function damageArtefact(testEnvironment: TestEnvironment, version: number): Promise<void> {
  const key = `models/cascade-size/versions/${String(version).padStart(6, '0')}/artefact.bin`
  const blobs = testEnvironment.openBlobs()
  await blobs.remove(key)
  await blobs.putOnce(key, Buffer.from('not what it was'))
  await blobs.close()
}
