import { readFile } from 'node:fs/promises'
import type { Clock } from '../../ports/clock.ts'
import { describeCause } from '../../ports/describe-cause.ts'
import { Failure } from '../../ports/errors.ts'
import type { Log } from '../../ports/log.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import type { Leases } from '../../stores/leases.ts'
import type { ManifestDraft, ModelVersions } from '../../stores/model-versions.ts'

const LEASE_SECONDS = 30
const POLL_MILLISECONDS = 100

interface BootstrapParts {
  readonly predictors: readonly PredictorModule[]
  readonly modelVersions: ModelVersions
  readonly leases: Leases
  readonly clock: Clock
  readonly log: Log
  /** Unique for each start of a process. */
  readonly owner: string
}

/**
 * Publishes and promotes the bootstrap model of each predictor that has no live version and whose module has a bootstrap
 * model. If several processes start at the same time, one does it and the others wait.
 * Throws Failure('invalid-configuration') if a file of a bootstrap model cannot be read.
 */
export async function publishBootstrap(parts: BootstrapParts): Promise<void> {
  for (const { predictor, bootstrap } of parts.predictors)
    if (bootstrap) await publishFirst(parts, predictor.name, bootstrap)
}

type BootstrapFiles = NonNullable<PredictorModule['bootstrap']>

async function publishFirst(parts: BootstrapParts, predictor: string, files: BootstrapFiles): Promise<void> {
  const { modelVersions, leases, clock, owner } = parts
  const lease = `bootstrap.${predictor}`
  // A version without a history remains if a process died between publishing and promoting.
  const hasLiveVersion = async () => (await modelVersions.serving(predictor)) !== null
  while (!(await hasLiveVersion())) {
    if (!(await leases.take(lease, owner, LEASE_SECONDS))) {
      await clock.sleep(POLL_MILLISECONDS)
      continue
    }
    try {
      // The previous holder of the lease may have published it.
      if (!(await hasLiveVersion())) await publish(parts, predictor, files)
    } finally {
      await leases.drop(lease, owner)
    }
  }
}

async function publish(
  { modelVersions, log }: BootstrapParts,
  predictor: string,
  files: BootstrapFiles
): Promise<void> {
  const { artefact, draft } = await readBootstrap(predictor, files)
  const { version } = await modelVersions.publish(predictor, artefact, draft)
  const origin = draft.isSimulated
    ? 'trained on simulated cases, until a version is trained on real cases'
    : 'the version that comes with the predictor'
  await modelVersions.promote(predictor, version, {
    actor: 'bootstrap',
    reason: `the first start: ${origin}`,
    expectLive: null
  })
  log.info('bootstrap model is live', { predictor, version, isSimulated: draft.isSimulated })
}

async function readBootstrap(
  predictor: string,
  { artefact, manifest }: BootstrapFiles
): Promise<{ readonly artefact: Uint8Array; readonly draft: ManifestDraft }> {
  try {
    const [bytes, draft] = await Promise.all([readFile(artefact), readFile(manifest, 'utf8')])
    return { artefact: bytes, draft: JSON.parse(draft) }
  } catch (cause) {
    const files = `${artefact.pathname}, ${manifest.pathname}`
    const reason = `the bootstrap model of ${predictor} (${files}) cannot be read: ${describeCause(cause)}`
    throw new Failure('invalid-configuration', reason, { cause })
  }
}
