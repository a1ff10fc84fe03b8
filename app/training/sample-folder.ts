import type { Threads } from '../../ports/threads.ts'
import * as cascadeSize from '../../predictors/cascade-size/cascade-size.ts'
import type { ObservationInput, Outcome } from '../../predictors/cascade-size/observation-input.ts'
import { readCascadeFolder } from '../../source/read-cascade-folder.ts'
import type { NewSample } from '../../stores/samples.ts'
import { makeCaseSamples } from '../../trainer/make-case-samples.ts'

export interface SampleFolderOptions {
  readonly folder: string
  /** Ages in seconds, each at least 60. */
  readonly windows: readonly number[]
  readonly threads: Threads
  /** Groups are the cascades' numbers after this. */
  readonly prefix: string
  /** The files carry no times of day: all cascades count as ended then. Epoch milliseconds. */
  readonly endedAt: number
}

/** Cascades that are sampled together. */
const batchSize = 16

/**
 * The samples of every cascade of a folder at every window, in the folder's order, some cascades at a time.
 * Throws InputError naming file, line and reason. Cost: a fit a sample, on the threads.
 */
export async function* sampleFolder(options: SampleFolderOptions): AsyncGenerator<readonly NewSample[]> {
  const { folder, threads } = options
  const ahead: Promise<readonly NewSample[]>[] = []
  let cases: FolderCase[] = []
  for await (const { number, cascade } of readCascadeFolder(folder)) {
    const times = Array.from(cascade.times, (time, i) => ({ time, magnitude: cascade.magnitudes[i]! }))
    cases.push({ number, events: times })
    if (cases.length < batchSize) continue
    ahead.push(sampleCases(options, cases))
    cases = []
    if (ahead.length > 2 * threads.size) yield await ahead.shift()!
  }
  ahead.push(sampleCases(options, cases))
  for (const samples of ahead) yield await samples
}

interface FolderCase {
  readonly number: number
  readonly events: ObservationInput['events']
}

async function sampleCases(
  { windows, prefix, endedAt, threads }: SampleFolderOptions,
  cases: readonly FolderCase[]
): Promise<readonly NewSample[]> {
  const asked = cases.flatMap(({ number, events }) =>
    windows.map(windowSeconds => {
      // What came after the window is not looked at: it need not travel.
      const seen = events.filter(({ time }) => time <= windowSeconds)
      const input: ObservationInput = { events: seen, windowSeconds }
      const outcome: Outcome = { finalSize: events.length }
      return { number, windowSeconds, input: JSON.stringify(input), outcome: JSON.stringify(outcome) }
    })
  )
  const samples = await makeCaseSamples(threads, cascadeSize, asked)
  return asked.map(({ number, windowSeconds }, index) => {
    const result = samples[index]!
    if (!result.ok) throw new RangeError(`cascade ${number}: ${result.reason}`)
    return {
      predictor: cascadeSize.predictor.name,
      version: cascadeSize.predictor.sampleVersion,
      subject: `${prefix}${number}`,
      slice: String(windowSeconds),
      sample: result.sample,
      endedAt
    }
  })
}
