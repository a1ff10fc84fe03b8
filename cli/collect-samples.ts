import { checkCascadeFolder, readCascadeFolder } from '../cascades/source/read-cascade-folder.ts'
import { type NamedCascade, sampleOnThreads } from '../client/library/sample-on-threads.ts'
import type { TableAnswers } from '../files/table/answers.ts'
import type { Threads } from '../ports/threads.ts'
import type { Sample } from '../predictors/cascade-size/sample.ts'
import type { Labeled } from '../predictors/predictor.ts'
import { printNotes } from './table-options.ts'
import type { Terminal } from './terminal.ts'

/**
 * Makes the samples of every cascade of a folder at every window. Reads the whole folder first, so that a fault is
 * reported before the work begins. The group of a sample is `prefix` and the number of its cascade.
 */
export async function collectSamples(
  folder: string,
  windows: readonly number[],
  threads: Threads,
  terminal: Terminal,
  { prefix = '', answers = {} }: { readonly prefix?: string; readonly answers?: TableAnswers } = {}
): Promise<Labeled<Sample>[]> {
  const { cascades, notes } = await checkCascadeFolder(folder, answers)
  printNotes(terminal, folder, notes)
  using progress = terminal.startProgress(`fitting ${folder}`, cascades)
  async function* nameAll(): AsyncGenerator<NamedCascade> {
    for await (const { number, cascade } of readCascadeFolder(folder, answers))
      yield { group: `${prefix}${number}`, cascade }
  }
  const samples: Labeled<Sample>[] = []
  for await (const own of sampleOnThreads(nameAll(), windows, threads)) {
    samples.push(...own)
    progress.advance()
  }
  return samples
}
