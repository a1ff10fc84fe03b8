import { Failure } from '../ports/errors.ts'
import { ThreadCrash, type Threads } from '../ports/threads.ts'
import { toError } from '../ports/to-error.ts'
import { isReadable } from '../predictors/is-readable.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import { moduleUrl, type PredictTask, type SharedModel } from './predict-task.ts'

/** A cache of model versions, each once for all threads. */
interface ModelLoader {
  /**
   * Reads the version, verifies its checksum and decodes it on a thread. Concurrent loads of one version share the work.
   * Throws Failure('unknown-version' | 'damaged-version' | 'blobs-unavailable').
   */
  load(version: number): Promise<SharedModel>
  /** Decodes the model on the next free thread. Resolves with the thread's number. */
  open(model: SharedModel): Promise<number>
}

export function buildModelLoader(options: {
  readonly predictorModule: PredictorModule
  readonly versions: ModelVersions
  readonly threads: Threads
  /** How many versions are kept; the least recently used one is evicted. */
  readonly kept: number
}): ModelLoader {
  const { predictorModule, versions, threads, kept } = options
  const { name } = predictorModule.predictor
  const models = new Map<number, Promise<SharedModel>>()

  function load(version: number): Promise<SharedModel> {
    const model = models.get(version) ?? read(version)
    models.delete(version)
    models.set(version, model)
    const [oldest] = models.keys()
    if (models.size > kept && oldest !== undefined) models.delete(oldest)
    model.catch(() => models.get(version) === model && models.delete(version))
    return model
  }

  async function read(version: number): Promise<SharedModel> {
    const [{ sha256, schemaVersion }, artefact] = await Promise.all([
      versions.manifest(name, version),
      versions.artefact(name, version)
    ])
    if (!isReadable(predictorModule.predictor, schemaVersion))
      throw new Failure(
        'damaged-version',
        `version ${version} was trained on samples of version ${schemaVersion}, not ${predictorModule.predictor.sampleVersion}`,
        { field: 'version' }
      )
    const bytes = new SharedArrayBuffer(artefact.byteLength)
    new Uint8Array(bytes).set(artefact)
    const model = { version, checksum: sha256, bytes }
    await open(model)
    return model
  }

  async function open(model: SharedModel): Promise<number> {
    const payload = { predictorModuleUrl: predictorModule.moduleUrl, model }
    try {
      return await threads.run<Pick<PredictTask, 'predictorModuleUrl' | 'model'>, number>({
        module: moduleUrl,
        name: 'openVersion',
        payload
      })
    } catch (cause) {
      if (cause instanceof Failure && !(cause instanceof ThreadCrash)) throw cause
      const reason = `version ${model.version} could not be decoded: ${toError(cause).message}`
      throw new Failure('damaged-version', reason, { field: 'version', cause })
    }
  }

  return { load, open }
}
