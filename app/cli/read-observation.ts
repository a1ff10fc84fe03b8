import { type Cascade, type Observation, observe } from '../../predictors/cascade-size/cascade.ts'
import { InputError } from '../../source/input-error.ts'
import { readCascadeFile } from '../../source/read-cascade-file.ts'
import { readCascadeFolder } from '../../source/read-cascade-folder.ts'

/** More events than this within a window are refused: nothing was measured beyond. */
const maximumObservedEvents = 1_000_000

/**
 * One cascade, and what was known of it at the window's end: that of a file or, where `cascadeNumber` is given, that
 * of a folder (its row in index.csv, from 0). Throws InputError.
 */
export async function readObservation(
  path: string,
  windowSeconds: number,
  cascadeNumber?: number
): Promise<{ cascade: Cascade; observation: Observation }> {
  const cascade =
    cascadeNumber === undefined ? await readCascadeFile(path) : await pickCascade(path, cascadeNumber)
  return { cascade, observation: checkObserved(observe(cascade, windowSeconds), path) }
}

/** The observation itself. Throws InputError where it is too large to be forecast. */
export function checkObserved(observation: Observation, path: string): Observation {
  if (observation.times.length > maximumObservedEvents)
    throw new InputError(path, null, `more than ${maximumObservedEvents} events within the window`)
  return observation
}

async function pickCascade(folder: string, cascadeNumber: number): Promise<Cascade> {
  for await (const { number, cascade } of readCascadeFolder(folder))
    if (number === cascadeNumber) return cascade
  throw new InputError(folder, null, `no cascade ${cascadeNumber} (they are numbered from 0)`)
}
