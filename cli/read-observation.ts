import { InputError } from '../cascades/source/input-error.ts'
import { readCascadeFile } from '../cascades/source/read-cascade-file.ts'
import { readCascadeFolder } from '../cascades/source/read-cascade-folder.ts'
import type { TableAnswers } from '../files/table/answers.ts'
import { type Cascade, type Observation, observe } from '../predictors/cascade-size/cascade.ts'
import { printNotes, readTableAnswers, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'

/** More events than this within a window are refused: nothing was measured beyond. */
const maximumObservedEvents = 1_000_000

/**
 * One cascade, and what was known of it at the window's end: that of a file or, where `cascade` is given, that of a
 * folder or of a table of several (its number, from 0). Throws InputError.
 */
export async function readObservation(
  path: string,
  windowSeconds: number,
  options: TableOptions & { readonly cascade?: number },
  terminal: Terminal
): Promise<{ cascade: Cascade; observation: Observation }> {
  const answers = readTableAnswers(options)
  const { cascade, notes } =
    options.cascade === undefined
      ? await readCascadeFile(path, answers)
      : { cascade: await pickCascade(path, options.cascade, answers), notes: [] }
  printNotes(terminal, path, notes)
  return { cascade, observation: checkObserved(observe(cascade, windowSeconds), path) }
}

/** The observation itself. Throws InputError where it is too large to be forecast. */
export function checkObserved(observation: Observation, path: string): Observation {
  if (observation.times.length > maximumObservedEvents)
    throw new InputError(path, null, `more than ${maximumObservedEvents} events within the window`)
  return observation
}

async function pickCascade(folder: string, cascadeNumber: number, answers: TableAnswers): Promise<Cascade> {
  for await (const { number, cascade } of readCascadeFolder(folder, answers))
    if (number === cascadeNumber) return cascade
  throw new InputError(folder, null, `no cascade ${cascadeNumber} (they are numbered from 0)`)
}
