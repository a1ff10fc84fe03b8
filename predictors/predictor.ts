/** Anything that survives JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A JSON Schema (draft 2020-12) object. */
export type Schema = { readonly [key: string]: Json }

/** What the caller of predict may change while it runs. Read often: a fit stops at its next step. */
export interface Run {
  readonly isCanceled: boolean
}

/**
 * One answer. `features` is the row the answer was made from (order: featureNames), null where none was built.
 * A predictor never throws for a bad input: it names the field and the reason.
 */
export type Result<Output> =
  | { readonly ok: true; readonly output: Output; readonly features: readonly number[] | null }
  | { readonly ok: false; readonly code: 'invalid-input'; readonly field: string; readonly reason: string }
  | { readonly ok: false; readonly code: 'canceled'; readonly reason: string }

/** One finished case. `group` is the unit that is never split between training and test (a cascade). */
export interface Labeled<Sample> {
  readonly id: string
  readonly group: string
  /** RFC 3339, UTC: when the outcome was final. Champion and candidate are compared on later cases only. */
  readonly endedAt: string
  readonly sample: Sample
}
export type Samples<Sample> = readonly Labeled<Sample>[]

export interface TrainOptions {
  readonly seed: number
  /** Options of the predictor's own, checked by its `plan`. */
  readonly [option: string]: Json
}

/** One independent piece of a training: a structured-clonable description, run on any thread in any order. */
export interface Part {
  readonly index: number
  readonly [key: string]: Json
}

/** What a part gives back: structured-clonable; typed arrays are moved, not copied. */
export type PartResult = { readonly index: number; readonly [key: string]: unknown }

/** Losses of one forecaster on some samples, in the samples' order. NaN: it gave no answer (a failure). */
export interface Losses {
  readonly groups: readonly string[]
  /** Where one figure is reported for each: a window, a language, ... */
  readonly slices: readonly string[]
  readonly values: Float64Array
}

/**
 * The one interface every kind of model implements. All of it is pure: no I/O, no clock, no unseeded randomness.
 * The platform queues inputs, loads versions, batches, stores outputs, trains, gates, publishes and rolls back
 * predictors and knows nothing else about them.
 */
export interface Predictor<Input, Output, Outcome, Sample, Model> {
  readonly name: string
  readonly input: Schema
  readonly output: Schema
  readonly outcome: Schema
  /** What a sample made elsewhere must look like: one that does not is refused at the door. */
  readonly sampleSchema: Schema
  /** Why the outcome of a sample that keeps to its schema contradicts what was observed. Null: it does not. */
  findOutcomeFault(sample: Sample): { readonly field: string; readonly reason: string } | null
  /** Samples of another version are made again from stored inputs. */
  readonly sampleVersion: number
  readonly featureNames: readonly string[]

  /** One result for each input, in order. `model` null: answer without one, and say so. */
  predict(model: Model | null, inputs: readonly Input[], run: Run): readonly Result<Output>[]

  /** What training needs of one finished case. */
  sample(input: Input, outcome: Outcome): Sample
  /** The feature row of a sample (order: featureNames): drift is measured on it. */
  features(sample: Sample): readonly number[]

  /** Training in independent parts; the same model for the same seed whatever runs them. */
  plan(samples: Samples<Sample>, options: TrainOptions): readonly Part[]
  trainPart(samples: Samples<Sample>, part: Part): PartResult
  combine(samples: Samples<Sample>, parts: readonly PartResult[], options: TrainOptions): Model

  /** One loss a sample. `model` null: of the answer given without a model. */
  losses(model: Model | null, samples: Samples<Sample>): Losses
  /** Losses of the trivial forecasters learned from `training` (name -> losses): what a version must beat. */
  baselines(training: Samples<Sample>, samples: Samples<Sample>): Readonly<Record<string, Losses>>

  /** Never executable content. `decode` throws a TypeError that states the reason for anything malformed. */
  encode(model: Model): Uint8Array
  decode(bytes: Uint8Array): Model
}

/** A predictor whose types are its own business: what the platform handles. Inputs have passed its schemas. */
export type AnyPredictor = Predictor<unknown, unknown, unknown, unknown, unknown>

/** What the module of a predictor exports: threads import it by `moduleUrl` (`import.meta.url`). */
export interface PredictorModule {
  readonly predictor: AnyPredictor
  readonly moduleUrl: string
}
