import { readFile } from 'node:fs/promises'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Leases } from '../../stores/leases.ts'
import type { ManifestDraft, ModelVersions } from '../../stores/model-versions.ts'
import { bootstrapArtefactFile, bootstrapManifestFile } from './recipe.ts'

const predictor = 'cascade-size'
const LEASE = 'bootstrap'
const LEASE_SECONDS = 30
const LOOK_MILLISECONDS = 100

export interface BootstrapParts {
  readonly modelVersions: ModelVersions
  readonly leases: Leases
  readonly clock: Clock
  readonly log: Log
  /** Unique for each start of a process. */
  readonly owner: string
}

/**
 * Gives an empty registry its first version, learned from simulated cascades and marked so. Does nothing where one
 * serves. Of processes that start at once one does it, and the others wait for it.
 */
export async function publishBootstrap(parts: BootstrapParts): Promise<void> {
  const { modelVersions, leases, clock, owner } = parts
  while (await isEmpty(modelVersions)) {
    if (!(await leases.take(LEASE, owner, LEASE_SECONDS))) {
      await clock.sleep(LOOK_MILLISECONDS)
      continue
    }
    try {
      // The one before us may have done it meanwhile.
      if (await isEmpty(modelVersions)) await publish(parts)
    } finally {
      await leases.drop(LEASE, owner)
    }
  }
}

/** A version without a history is what one left that died in between. */
async function isEmpty(versions: ModelVersions): Promise<boolean> {
  return (await versions.serving(predictor)) === null
}

async function publish({ modelVersions, log }: BootstrapParts): Promise<void> {
  const [artefact, draft] = await Promise.all([
    readFile(bootstrapArtefactFile),
    readFile(bootstrapManifestFile)
  ])
  const manifest = await modelVersions.publish(
    predictor,
    artefact,
    JSON.parse(draft.toString()) as ManifestDraft
  )
  await modelVersions.promote(predictor, manifest.version, {
    actor: 'bootstrap',
    reason: 'the first start: learned from simulated cascades, until real ones are known',
    expectServing: null
  })
  log.info('bootstrap model serves: learned from simulated cascades', { version: manifest.version })
}
