import type { TrainTask } from '../client/library/training-tasks.ts'
import type { Shared, ThreadFunction } from '../ports/threads.ts'
import type { Observation } from '../predictors/cascade-size/cascade.ts'
import {
  type EvaluationPart,
  type EvaluationPartResult,
  runEvaluationPart
} from '../predictors/cascade-size/evaluate.ts'
import type { Forecast } from '../predictors/cascade-size/forecast.ts'
import {
  type LearningCurvePart,
  type LearningCurvePartResult,
  runLearningCurvePart
} from '../predictors/cascade-size/learning-curve.ts'
import type { Model } from '../predictors/cascade-size/model.ts'
import { decodeModel } from '../predictors/cascade-size/model-artefact.ts'
import {
  type PointPart,
  type PointPartResult,
  trainPointPart
} from '../predictors/cascade-size/point-models.ts'
import { forecastObservations } from '../predictors/cascade-size/predict.ts'
import type { Sample } from '../predictors/cascade-size/sample.ts'
import type { Result, Samples } from '../predictors/predictor.ts'
import { mlRandomForestEngine } from '../trainer/engines/ml-random-forest.ts'

// Tasks that commands run on threads, besides client/library/training-tasks.ts. Threads find the functions by name.
export const moduleUrl: string = import.meta.url

export interface ForecastTask {
  /** The bytes of a model version. */
  readonly model: SharedArrayBuffer | null
  readonly observations: readonly Observation[]
}

export const forecastBatch: ThreadFunction<ForecastTask, Result<Forecast>[]> = (task, thread) => {
  const { model: bytes, observations } = task
  const model = bytes && thread.keep<Model>('model', () => decodeModel(new Uint8Array(bytes)))
  return forecastObservations(model, observations, thread)
}

export const runPointPart: ThreadFunction<TrainTask<PointPart>, PointPartResult> = (
  { samples, part },
  thread
) => trainPointPart(thread.open(samples), part, mlRandomForestEngine)

export interface EvaluateTask {
  readonly samples: Shared<Samples<Sample>>
  readonly part: EvaluationPart
}

export const evaluatePart: ThreadFunction<EvaluateTask, EvaluationPartResult> = ({ samples, part }, thread) =>
  runEvaluationPart(thread.open(samples), part)

export interface CurveTask {
  readonly samples: Shared<Samples<Sample>>
  readonly part: LearningCurvePart
  /** The bytes of the first model. */
  readonly first: SharedArrayBuffer
}

export const runCurvePart: ThreadFunction<CurveTask, LearningCurvePartResult> = (
  { samples, part, first },
  thread
) => {
  const model = thread.keep<Model>('first model', () => decodeModel(new Uint8Array(first)))
  return runLearningCurvePart(thread.open(samples), part, model)
}
