import { InputError } from '../cascades/source/input-error.ts'
import { readCascadeFile } from '../cascades/source/read-cascade-file.ts'
import { readCascadeFolder } from '../cascades/source/read-cascade-folder.ts'
import type { TableAnswers } from '../files/table/answers.ts'
import { type Cascade, type Observation, observe } from '../predictors/cascade-size/cascade.ts'
import { printNotes, readTableAnswers, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'

/** Help of the argument <file>. */
export const cascadeFileHelp =
  'one cascade: a table with a column of times and one of follower counts, or JSON, also .gz (docs/how-to/files.md)'

/** Help of --cascade. */
export const cascadeNumberHelp = '<file> is a folder or a table of several cascades: use this one, from 0'

/** A window with more events is rejected: no larger one was measured. */
const MAX_OBSERVED_EVENTS = 1_000_000

/**
 * Reads one cascade and its observation at the end of the window. `path` is a file with one cascade or, with
 * `options.cascade` (a number from 0), a folder or table with several. Throws InputError.
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

/** Returns the observation. Throws InputError if it is too large for a forecast. */
export function checkObserved(observation: Observation, path: string): Observation {
  if (observation.times.length > MAX_OBSERVED_EVENTS)
    throw new InputError(path, null, `more than ${MAX_OBSERVED_EVENTS} events within the window`)
  return observation
}

async function pickCascade(folder: string, cascadeNumber: number, answers: TableAnswers): Promise<Cascade> {
  for await (const { number, cascade } of readCascadeFolder(folder, answers))
    if (number === cascadeNumber) return cascade
  throw new InputError(folder, null, `there is no cascade ${cascadeNumber} (the first is 0)`)
}
