import type { Threads } from '../../ports/threads.ts'
import type { Cascade } from '../../predictors/cascade-size/cascade.ts'
import type { Sample } from '../../predictors/cascade-size/sample.ts'
import type { Labeled } from '../../predictors/predictor.ts'
import { batch, runAhead } from './run-ahead.ts'
import { moduleUrl, type SampleTask } from './training-tasks.ts'

/** A finished cascade and what it is called: the unit that is never split. */
export interface NamedCascade {
  readonly group: string
  readonly cascade: Cascade
}

// Nothing says when they ended: all count as ended at once.
const endedAt = '1970-01-01T00:00:00.000Z'

/** The samples of each cascade, a list a cascade and in their order: one sample for each window. */
export async function* sampleOnThreads(
  cascades: Iterable<NamedCascade> | AsyncIterable<NamedCascade>,
  windows: readonly number[],
  threads: Threads
): AsyncGenerator<Labeled<Sample>[]> {
  async function sampleBatch(batched: readonly NamedCascade[]): Promise<Labeled<Sample>[][]> {
    const payload: SampleTask = { cascades: batched.map(({ cascade }) => cascade), windows }
    const task = { module: moduleUrl, name: 'buildSamples', payload }
    const samples = await threads.run<SampleTask, Sample[][]>(task)
    return samples.map((own, i) => own.map(sample => label(batched[i]!.group, sample)))
  }
  const batches = batch(cascades, 16, 20_000, ({ cascade }) => cascade.times.length)
  for await (const found of runAhead(batches, 2 * threads.size, sampleBatch)) yield* found
}

function label(group: string, sample: Sample): Labeled<Sample> {
  return { id: `${group}@${sample.windowSeconds}`, group, endedAt, sample }
}
