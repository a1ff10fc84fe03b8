import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { addFileToError, InputError } from '../../cascades/source/input-error.ts'
import type { AnyPredictor } from '../../predictors/predictor.ts'
import type { SharedModel } from '../../worker/predict-task.ts'

/** Reads a model file and checks that the predictor decodes it. Throws InputError if it is missing or damaged. */
export async function readArtefact(file: string, predictor: AnyPredictor): Promise<SharedModel> {
  const content = await readFile(file).catch(error => {
    throw addFileToError(error, file)
  })
  const bytes = new SharedArrayBuffer(content.length)
  new Uint8Array(bytes).set(content)
  try {
    predictor.decode(new Uint8Array(bytes))
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new InputError(file, null, `not a usable model of ${predictor.name}: ${cause.message}`, { cause })
  }
  return { version: 0, checksum: createHash('sha256').update(content).digest('hex'), bytes }
}
