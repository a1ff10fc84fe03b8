import type { Threads } from '../../ports/threads.ts'
import type { Sample } from '../../predictors/cascade-size/sample.ts'
import type { Labeled } from '../../predictors/predictor.ts'
import {
  checkCascadeFolder,
  type NumberedCascade,
  readCascadeFolder
} from '../../source/read-cascade-folder.ts'
import { batch, runAhead } from './run-ahead.ts'
import type { Terminal } from './terminal.ts'
import { moduleUrl, type SampleTask } from './thread-tasks.ts'

// The files carry no start times: all cascades count as ended at once.
const endedAt = '1970-01-01T00:00:00.000Z'

/**
 * The samples of every cascade of a folder at every window. The folder is read through before any work is done, so that
 * a fault is told at once. Groups are the cascades' numbers, after `prefix`.
 */
export async function collectSamples(
  folder: string,
  windows: readonly number[],
  threads: Threads,
  terminal: Terminal,
  prefix = ''
): Promise<Labeled<Sample>[]> {
  const { cascades } = await checkCascadeFolder(folder)
  const progress = terminal.startProgress(`fitting ${folder}`, cascades)
  const label = ({ number }: NumberedCascade, sample: Sample): Labeled<Sample> => {
    const group = `${prefix}${number}`
    return { id: `${group}@${sample.windowSeconds}`, group, endedAt, sample }
  }
  async function sampleBatch(batched: readonly NumberedCascade[]): Promise<Labeled<Sample>[]> {
    const payload: SampleTask = { cascades: batched.map(each => each.cascade), windows }
    const task = { module: moduleUrl, name: 'buildSamples', payload }
    const samples = await threads.run<SampleTask, Sample[][]>(task)
    return samples.flatMap((own, i) => own.map(sample => label(batched[i]!, sample)))
  }
  try {
    const samples: Labeled<Sample>[] = []
    const batches = batch(readCascadeFolder(folder), 16, 20_000, ({ cascade }) => cascade.times.length)
    for await (const found of runAhead(batches, 2 * threads.size, sampleBatch)) {
      samples.push(...found)
      progress.advance(found.length / windows.length)
    }
    return samples
  } finally {
    progress.close()
  }
}
