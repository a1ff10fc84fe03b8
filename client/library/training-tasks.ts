import type { Shared, ThreadFunction } from '../../ports/threads.ts'
import { type Cascade, observe } from '../../predictors/cascade-size/cascade.ts'
import { buildSample, type Sample } from '../../predictors/cascade-size/sample.ts'
import { type TrainPart, type TrainPartResult, trainPart } from '../../predictors/cascade-size/train.ts'
import type { Samples } from '../../predictors/predictor.ts'

// The functions that training runs on threads. A thread imports this module and calls them by name.
export const moduleUrl: string = import.meta.url

export interface SampleTask {
  readonly cascades: readonly Cascade[]
  readonly windows: readonly number[]
}

/** Builds the samples of each cascade, one for each window. */
export const buildSamples: ThreadFunction<SampleTask, Sample[][]> = ({ cascades, windows }) =>
  cascades.map(cascade => windows.map(window => buildSample(observe(cascade, window), cascade.times.length)))

/** One part of a training, for any engine. */
export interface TrainTask<Part> {
  readonly samples: Shared<Samples<Sample>>
  readonly part: Part
}

export const runTrainPart: ThreadFunction<TrainTask<TrainPart>, TrainPartResult> = (
  { samples, part },
  thread
) => trainPart(thread.open(samples), part)
