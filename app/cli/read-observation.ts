import { type Cascade, type Observation, observe } from '../../predictors/cascade-size/cascade.ts'
import { InputError } from '../../source/input-error.ts'
import { readCascadeFile } from '../../source/read-cascade-file.ts'

/** More events than this within a window are refused: nothing was measured beyond. */
const maximumObservedEvents = 1_000_000

/** The cascade of a file, and what was known of it at the window's end. Throws InputError. */
export async function readObservation(
  file: string,
  windowSeconds: number
): Promise<{ cascade: Cascade; observation: Observation }> {
  const cascade = await readCascadeFile(file)
  const observation = observe(cascade, windowSeconds)
  if (observation.times.length > maximumObservedEvents)
    throw new InputError(
      file,
      maximumObservedEvents + 2,
      `more than ${maximumObservedEvents} events within the window`
    )
  return { cascade, observation }
}
