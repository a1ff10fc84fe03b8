import { fileURLToPath } from 'node:url'
import { runAhead } from '../client/library/run-ahead.ts'
import type { Threads } from '../ports/threads.ts'
import { bootstrap } from '../predictors/cascade-size/cascade-size.ts'
import {
  type LearningCurve,
  type LearningCurveOptions,
  type LearningCurvePart,
  type LearningCurvePartResult,
  planLearningCurve,
  summarizeLearningCurve
} from '../predictors/cascade-size/learning-curve.ts'
import type { Sample } from '../predictors/cascade-size/sample.ts'
import type { Samples } from '../predictors/predictor.ts'
import { withFileInErrors } from './range-errors.ts'
import { readModel } from './read-model.ts'
import type { Terminal } from './terminal.ts'
import { type CurveTask, moduleUrl } from './thread-tasks.ts'

/** Draws the learning curve of a folder, from the first model on. Throws InputError if the folder has too few cascades. */
export async function drawLearningCurve(
  folder: string,
  samples: Samples<Sample>,
  options: LearningCurveOptions,
  threads: Threads,
  terminal: Terminal
): Promise<LearningCurve> {
  const parts = withFileInErrors(folder, () => planLearningCurve(samples, options))
  const { bytes } = await readModel(fileURLToPath(bootstrap.artefact))
  const first = new SharedArrayBuffer(bytes.length)
  new Uint8Array(first).set(bytes)
  using progress = terminal.startProgress('learning', parts.length)
  const shared = threads.share(samples)
  const start = (part: LearningCurvePart) =>
    threads.run<CurveTask, LearningCurvePartResult>({
      module: moduleUrl,
      name: 'runCurvePart',
      payload: { samples: shared, part, first }
    })
  const results: LearningCurvePartResult[] = []
  for await (const result of runAhead(parts, 2 * threads.size, start)) {
    results.push(result)
    progress.advance()
  }
  return summarizeLearningCurve(folder, samples, parts, results, options)
}
