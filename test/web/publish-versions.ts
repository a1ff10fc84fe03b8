import { systemClock } from '../../adapters/clock/system.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import type { Started } from '../harness/start.ts'

interface MadeVersion {
  readonly predictor: string
  readonly artefact: Uint8Array
  /** Mean losses by slice. */
  readonly losses: Readonly<Record<string, number>>
  /** Further metrics by name. */
  readonly others?: Readonly<Record<string, number>>
}

/** Publishes versions of any predictor in this order, as a trainer would. */
export async function publishVersions(
  { testEnvironment }: Started,
  made: readonly MadeVersion[]
): Promise<void> {
  const blobs = testEnvironment.openBlobs()
  const versions = buildModelVersions({ blobs, clock: systemClock })
  for (const { predictor, artefact, losses, others = {} } of made)
    await versions.publish(predictor, artefact, {
      schemaVersion: 1,
      features: [],
      training: { source: 'test', samples: 80, groups: 60, cut: null, seed: 1, options: {} },
      metrics: Object.entries(losses).map(([slice, loss]) => ({
        slice,
        forecaster: 'candidate',
        cases: 40,
        meanLoss: loss,
        medianLoss: loss
      })),
      otherMetrics: Object.entries(others).map(([metric, value]) => ({
        metric,
        forecaster: 'candidate',
        value
      })),
      parent: null,
      codeVersion: 'test',
      isSimulated: false,
      notes: ''
    })
  await blobs.close()
}
