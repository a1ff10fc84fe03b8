import { readFile } from 'node:fs/promises'
import type { PredictorModule } from '../predictors/predictor.ts'

/** Reads the bytes of the model that comes with the predictor. Null: none does. */
export async function readFirstModel({
  bootstrap
}: Pick<PredictorModule, 'bootstrap'>): Promise<SharedArrayBuffer | null> {
  if (!bootstrap) return null
  const bytes = await readFile(bootstrap.artefact)
  const shared = new SharedArrayBuffer(bytes.length)
  new Uint8Array(shared).set(bytes)
  return shared
}
