import { readFile } from 'node:fs/promises'
import { addFileToError, InputError } from '../cascades/source/input-error.ts'
import type { Model } from '../predictors/cascade-size/model.ts'
import { decodeModel } from '../predictors/cascade-size/model-artefact.ts'

/** Reads a model file. Throws InputError if it is missing, damaged or of another version. */
export async function readModel(file: string): Promise<{ model: Model; bytes: Uint8Array }> {
  const bytes = await readFile(file).catch(error => {
    throw addFileToError(error, file)
  })
  try {
    return { model: decodeModel(bytes), bytes }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new InputError(file, null, `not a usable model: ${error.message}`, { cause: error })
  }
}
