import { Failure } from '../ports/errors.ts'
import type { Threads } from '../ports/threads.ts'
import { toError } from '../ports/to-error.ts'
import { isReadable } from '../predictors/is-readable.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Manifest, ModelVersions } from '../stores/model-versions.ts'
import { isDecodable } from './train-version.ts'

/** A version that can be measured. */
export interface LoadedVersion {
  readonly manifest: Manifest
  readonly bytes: SharedArrayBuffer
}

/** Loads manifest and artefact of a version, or the reason why it cannot be measured. Throws while the store is unavailable. */
export async function loadVersion(
  {
    predictorModule,
    versions,
    threads
  }: {
    readonly predictorModule: PredictorModule
    readonly versions: Pick<ModelVersions, 'manifest' | 'artefact'>
    readonly threads: Threads
  },
  version: number
): Promise<LoadedVersion | { readonly fault: string }> {
  const { name, sampleVersion } = predictorModule.predictor
  try {
    const manifest = await versions.manifest(name, version)
    const artefact = await versions.artefact(name, version)
    const bytes = new SharedArrayBuffer(artefact.byteLength)
    new Uint8Array(bytes).set(artefact)
    if (!isReadable(predictorModule.predictor, manifest.schemaVersion))
      return {
        fault: `version ${version} uses samples of schema version ${manifest.schemaVersion}, but ${name} builds schema version ${sampleVersion}`
      }
    if (!(await isDecodable(threads, predictorModule, bytes)))
      return { fault: `the artefact of version ${version} is not a model of ${name}` }
    return { manifest, bytes }
  } catch (error) {
    if (error instanceof Failure && error.kind !== 'caller') throw error
    return { fault: toError(error).message }
  }
}
