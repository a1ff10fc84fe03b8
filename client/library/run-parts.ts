import type { Threads } from '../../ports/threads.ts'
import type { Sample } from '../../predictors/cascade-size/sample.ts'
import type { Samples } from '../../predictors/predictor.ts'
import { runAhead } from './run-ahead.ts'
import type { TrainTask } from './training-tasks.ts'

/** A function of a module that trains one part. */
export interface PartTask {
  readonly module: string
  readonly name: string
}

/** What `task` makes of each part on the threads, in the order of the parts. `onPart` is called after each. */
export async function runParts<Part, Result>(
  threads: Threads,
  task: PartTask,
  samples: Samples<Sample>,
  parts: readonly Part[],
  onPart: () => void = () => {}
): Promise<Result[]> {
  const shared = threads.share(samples)
  const start = (part: Part) =>
    threads.run<TrainTask<Part>, Result>({ ...task, payload: { samples: shared, part } })
  const results: Result[] = []
  for await (const result of runAhead(parts, 2 * threads.size, start)) {
    results.push(result)
    onPart()
  }
  return results
}
