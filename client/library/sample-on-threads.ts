import type { Threads } from '../../ports/threads.ts'
import type { Cascade } from '../../predictors/cascade-size/cascade.ts'
import type { Sample } from '../../predictors/cascade-size/sample.ts'
import type { Labeled } from '../../predictors/predictor.ts'
import { batch, runAhead } from './run-ahead.ts'
import { moduleUrl, type SampleTask } from './training-tasks.ts'

/** A finished cascade and its name. Training and held-out sets never split a cascade. */
export interface NamedCascade {
  readonly group: string
  readonly cascade: Cascade
}

// The end of these cascades is unknown: all get the same time.
const endedAt = '1970-01-01T00:00:00.000Z'

/** Yields the samples of each cascade, in the order of the cascades: one sample for each window. */
export async function* sampleOnThreads(
  cascades: Iterable<NamedCascade> | AsyncIterable<NamedCascade>,
  windows: readonly number[],
  threads: Threads
): AsyncGenerator<Labeled<Sample>[]> {
  async function sampleBatch(batched: readonly NamedCascade[]): Promise<Labeled<Sample>[][]> {
    const payload: SampleTask = { cascades: batched.map(({ cascade }) => cascade), windows }
    const task = { module: moduleUrl, name: 'buildSamples', payload }
    const samples = await threads.run<SampleTask, Sample[][]>(task)
    return samples.map((own, i) => own.map(sample => labelSample(batched[i]!.group, sample)))
  }
  const batches = batch(cascades, 16, 20_000, ({ cascade }) => cascade.times.length)
  for await (const samples of runAhead(batches, 2 * threads.size, sampleBatch)) yield* samples
}

function labelSample(group: string, sample: Sample): Labeled<Sample> {
  return { id: `${group}@${sample.windowSeconds}`, group, endedAt, sample }
}
