import { readFile } from 'node:fs/promises'
import type { Log } from '../../ports/log.ts'
import type { ManifestDraft, ModelVersions } from '../../stores/model-versions.ts'
import { bootstrapArtefactFile, bootstrapManifestFile } from './recipe.ts'

const predictor = 'cascade-size'

/**
 * Gives an empty registry its first version, learned from simulated cascades and marked so. Does nothing where there is
 * a version or was one. Two processes that start at once make two versions, of which one serves.
 */
export async function publishBootstrap(versions: ModelVersions, log: Log): Promise<void> {
  const [known, history] = await Promise.all([
    versions.versions(predictor, { limit: 1 }),
    versions.history(predictor)
  ])
  if (known.length > 0 || history.length > 0) return
  const [artefact, draft] = await Promise.all([
    readFile(bootstrapArtefactFile),
    readFile(bootstrapManifestFile)
  ])
  const manifest = await versions.publish(predictor, artefact, JSON.parse(draft.toString()) as ManifestDraft)
  await versions.promote(predictor, manifest.version, {
    actor: 'bootstrap',
    reason: 'the first start: learned from simulated cascades, until real ones are known',
    expectServing: null
  })
  log.info('bootstrap model serves: learned from simulated cascades', { version: manifest.version })
}
