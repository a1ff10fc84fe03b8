/**
 * The library: forecasts, fits, simulations and training in this process, without a service. `groundswell/client` calls a
 * service. Times are seconds since the post, magnitudes are followers (left out where unknown), and sizes include the post.
 *
 * Pipelines of learners for texts: `pipeline`, `tfIdf`, `linearSvm`.
 *
 * The model, its sources and its measured errors: docs/model.md.
 */

export { type Artefact, decodeArtefact, encodeArtefact } from '../../learners/forest/artefact.ts'
export {
  type Estimator,
  type FittedEstimator,
  type FittedPipeline,
  type FittedTransformer,
  type Pipeline,
  pipeline,
  type Transformer
} from '../../learners/pipeline.ts'
export { linearSvm, type SvmAnswer, type SvmOptions } from '../../learners/text/linear-svm.ts'
export type { SparseRow } from '../../learners/text/sparse-rows.ts'
export { tfIdf } from '../../learners/text/tfidf.ts'
export type { FittedParameters, Forecast, Method, Reason } from '../../predictors/cascade-size/forecast.ts'
export type { Model, TrainingSummary } from '../../predictors/cascade-size/model.ts'
export { decodeModel, encodeModel } from '../../predictors/cascade-size/model-artefact.ts'
export type {
  InputEvent as CascadeEvent,
  ObservationInput
} from '../../predictors/cascade-size/observation-input.ts'
export type { Process } from '../../predictors/cascade-size/process.ts'
export { type FitOptions, fit } from './fit.ts'
export { type ForecastOptions, forecast } from './forecast.ts'
export { type FollowerLawName, type SimulatedCascade, type SimulateOptions, simulate } from './simulate.ts'
export { type FinishedCascade, type TrainOptions, train } from './train.ts'
