import { availableParallelism } from 'node:os'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import type { Model } from '../../predictors/cascade-size/model.ts'
import { type InputEvent, readEvents } from '../../predictors/cascade-size/observation-input.ts'
import type { Sample } from '../../predictors/cascade-size/sample.ts'
import { combine, plan, type TrainPart, type TrainPartResult } from '../../predictors/cascade-size/train.ts'
import type { Labeled } from '../../predictors/predictor.ts'
import { runParts } from './run-parts.ts'
import { type NamedCascade, sampleOnThreads } from './sample-on-threads.ts'
import { moduleUrl } from './training-tasks.ts'

/** A cascade that has ended: all its events in the order of time. The first is the post, at time 0. */
export interface FinishedCascade {
  readonly events: readonly InputEvent[]
}

export interface TrainOptions {
  /** The windows to train for, in seconds, each from 60 to 604,800. Default 300, 600 and 3,600. */
  readonly windows?: readonly number[]
  /** The seed of the random numbers: a safe integer. Default 1. */
  readonly seed?: number
  /** Trees of each forest. Each window has two forests. Default 200. */
  readonly trees?: number
  /** Whether the model keeps the index of each cascade, so that forecasts name the most similar ones. Default false. */
  readonly keepsIds?: boolean
  /** Number of threads. The model does not depend on it. Default: one per core. */
  readonly threads?: number
}

const defaultWindows = [300, 600, 3600]

/**
 * Trains a model on finished cascades, on its own threads. For each window it has two forests with their leaf samples,
 * calibrated 80 % intervals, and priors for the fit. The same cascades, options and seed give the same model, identical
 * byte for byte to that of `groundswell train`. It is valid for cascades like those it was trained on.
 *
 * Rejects with RangeError for an invalid cascade, with its index, field and reason ('cascades/7/events/3/time ...'), for a
 * window with too few cases, and for an invalid option.
 * Cost: one fit for each cascade and window, then the forests. Geurts, Ernst, Wehenkel 2006; Meinshausen 2006.
 */
export async function train(
  cascades: readonly FinishedCascade[],
  {
    windows = defaultWindows,
    seed = 1,
    trees = 200,
    keepsIds = false,
    threads: size = availableParallelism()
  }: TrainOptions = {}
): Promise<Model> {
  const named = cascades.map(({ events }, i) => ({ group: String(i), cascade: readCascade(events, i) }))
  if (!Number.isSafeInteger(size) || size < 1)
    throw new RangeError(`threads must be a whole number of at least 1 (got ${size})`)
  const options = { windows, seed, trees, keepsIds }
  const threads = buildThreads({ size })
  try {
    const samples: Labeled<Sample>[] = []
    for await (const own of sampleOnThreads(named, windows, threads)) samples.push(...own)
    const task = { module: moduleUrl, name: 'runTrainPart' }
    const parts = plan(samples, options)
    return combine(
      samples,
      await runParts<TrainPart, TrainPartResult>(threads, task, samples, parts),
      options
    )
  } finally {
    await threads.close()
  }
}

function readCascade(events: readonly InputEvent[], index: number): NamedCascade['cascade'] {
  const read = readEvents(events)
  if (read.ok) return read.cascade
  throw new RangeError(`cascades/${index}/${read.field} ${read.reason}`)
}
