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
   * `startsThread` false: decodes a small version here, because a thread that is idle costs 20 MB.
   * Throws Failure('unknown-version' | 'damaged-version' | 'blobs-unavailable').
   */
  load(version: number, options?: { readonly startsThread: boolean }): Promise<SharedModel>
  /** Decodes the model on the next free thread. Resolves with the thread's number. */
  open(model: SharedModel): Promise<number>
}

/** Decoding so many bytes takes less than 0.1 s. */
const MAX_BYTES_DECODED_HERE = 6_000_000

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

  function load(version: number, { startsThread } = { startsThread: true }): Promise<SharedModel> {
    const model = models.get(version) ?? read(version, startsThread)
    models.delete(version)
    models.set(version, model)
    const [oldest] = models.keys()
    if (models.size > kept && oldest !== undefined) models.delete(oldest)
    model.catch(() => models.get(version) === model && models.delete(version))
    return model
  }

  async function read(version: number, startsThread: boolean): Promise<SharedModel> {
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
    if (startsThread || bytes.byteLength > MAX_BYTES_DECODED_HERE) await open(model)
    else await decode(model, async () => predictorModule.predictor.decode(new Uint8Array(bytes)))
    return model
  }

  async function open(model: SharedModel): Promise<number> {
    const payload = { predictorModuleUrl: predictorModule.moduleUrl, model }
    return decode(model, () =>
      threads.run<Pick<PredictTask, 'predictorModuleUrl' | 'model'>, number>({
        module: moduleUrl,
        name: 'openVersion',
        payload
      })
    )
  }

  async function decode<T>({ version }: SharedModel, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      if (cause instanceof Failure && !(cause instanceof ThreadCrash)) throw cause
      const reason = `version ${version} could not be decoded: ${toError(cause).message}`
      throw new Failure('damaged-version', reason, { field: 'version', cause })
    }
  }

  return { load, open }
}
