import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { bootstrapArtefactFile, bootstrapManifestFile } from '../../app/bootstrap/recipe.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import type { Started } from '../harness/start.ts'

/** Publishes a copy of the first version, as a trainer would, and promotes it over HTTP. */
export async function promoteSecond({ testEnvironment, post }: Started): Promise<void> {
  const blobs = testEnvironment.openBlobs()
  const versions = buildModelVersions({ blobs, clock: systemClock })
  const manifest = JSON.parse(await readFile(bootstrapManifestFile, 'utf8'))
  await versions.publish('cascade-size', await readFile(bootstrapArtefactFile), manifest)
  await blobs.close()
  expect((await post('/models/2/promote', { reason: 'newer' })).status).toBe(200)
}
