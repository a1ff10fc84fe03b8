import type { Threads } from '../../ports/threads.ts'
import type { Sample } from '../../predictors/cascade-size/sample.ts'
import type { Samples } from '../../predictors/predictor.ts'
import { runAhead } from './run-ahead.ts'
import type { TrainTask } from './training-tasks.ts'

/** An exported function that trains one part: the URL of its module and its name. */
export interface PartTask {
  readonly module: string
  readonly name: string
}

/** Runs `task` on each part on the threads. Returns the results in the order of the parts; calls `onPart` after each. */
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
