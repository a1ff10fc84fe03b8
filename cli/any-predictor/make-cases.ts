import { InputError } from '../../cascades/source/input-error.ts'
import { batch, runAhead } from '../../client/library/run-ahead.ts'
import type { Threads } from '../../ports/threads.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import { makeCaseSamples } from '../../trainer/make-case-samples.ts'
import type { CaseText } from '../../trainer/train-task.ts'
import { nameInput } from '../open-input.ts'
import type { Terminal } from '../terminal.ts'
import { type CaseLine, readCases } from './read-lines.ts'

/** A case for training, with its line in the file. */
export interface MadeCase extends CaseText {
  readonly source: CaseLine
}

/**
 * Reads the cases of a JSON Lines file and makes their samples on threads. A case without a time counts as ended at
 * `defaultEnd` (epoch milliseconds). Throws InputError with line and field.
 */
export async function makeCases(
  file: string,
  module: PredictorModule,
  threads: Threads,
  terminal: Terminal,
  defaultEnd = 0
): Promise<readonly MadeCase[]> {
  const lines = await readCases(file, module.predictor, terminal)
  using progress = terminal.startProgress('making samples', lines.length)
  async function make(batched: readonly CaseLine[]): Promise<MadeCase[]> {
    const texts = batched.map(({ input, outcome }) => ({
      input: JSON.stringify(input),
      outcome: JSON.stringify(outcome)
    }))
    const results = await makeCaseSamples(threads, module, texts)
    return batched.map((source, index) => {
      const result = results[index]
      if (!result?.ok)
        throw new InputError(
          nameInput(file),
          source.line,
          `no sample can be made of this case: ${result?.reason}`
        )
      const { id, group, endedAt } = source
      const ended = endedAt === null ? defaultEnd : Date.parse(endedAt)
      return { id, group, endedAt: ended, sample: result.sample, source }
    })
  }
  const cases: MadeCase[] = []
  for await (const own of runAhead(
    batch(lines, 256, Number.POSITIVE_INFINITY, () => 1),
    2 * threads.size,
    make
  )) {
    cases.push(...own)
    progress.advance(own.length)
  }
  return cases
}

/** Runs `work`, and turns a RangeError (too few cases, for example) into an InputError of the file. */
export async function withFileInCaseErrors<Result>(
  file: string,
  work: () => Promise<Result>
): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new InputError(nameInput(file), null, cause.message, { cause })
  }
}
