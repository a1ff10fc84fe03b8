import type { Json } from '../learners/json.ts'

export type { Json }

/** A JSON Schema (draft 2020-12) object. */
export type Schema = { readonly [key: string]: Json }

/** The state of a running prediction, which the caller may change. `predict` reads it often: a fit stops at its next step. */
export interface Run {
  readonly isCanceled: boolean
}

/**
 * The features of an answer: a dense row in the order of featureNames; or, for a predictor whose `featureNames` is null, the
 * non-zero features by name.
 */
export type Features = readonly number[] | Readonly<Record<string, number>>

/**
 * One answer. `features`: null if none were computed. A predictor never throws for an invalid input; it names the field and
 * the reason.
 */
export type Result<Output> =
  | { readonly ok: true; readonly output: Output; readonly features: Features | null }
  | { readonly ok: false; readonly code: 'invalid-input'; readonly field: string; readonly reason: string }
  | { readonly ok: false; readonly code: 'canceled'; readonly reason: string }
  /** A server that `predict` calls does not answer. The job is retried with exponential backoff until its deadline. */
  | { readonly ok: false; readonly code: 'unavailable'; readonly reason: string }

/** One finished case. All cases of a `group` (a cascade) are either in the training set or in the test set. */
export interface Labeled<Sample> {
  readonly id: string
  readonly group: string
  /** The time at which the outcome was final: RFC 3339, UTC. Champion and candidate are compared on later cases only. */
  readonly endedAt: string
  /** Whether it was not observed but simulated, or played as a demo. Absent: observed. */
  readonly isSimulated?: boolean
  readonly sample: Sample
}
export type Samples<Sample> = readonly Labeled<Sample>[]

export interface TrainOptions {
  readonly seed: number
  /** Options of the predictor. Its `plan` validates them. */
  readonly [option: string]: Json
}

/** One independent part of a training, which can run on any thread in any order. Structured-clonable. */
export interface Part {
  readonly index: number
  readonly [key: string]: Json
}

/** The result of a part. Structured-clonable; typed arrays are transferred, not copied. */
export type PartResult = { readonly index: number; readonly [key: string]: unknown }

/** The losses of one forecaster on some samples, in the order of the samples. NaN: a failure (no answer). */
export interface Losses {
  readonly groups: readonly string[]
  /** The slice of each sample: its window, its language, ... */
  readonly slices: readonly string[]
  readonly values: Float64Array
}

/** A measure of the quality of a model. */
export interface Metric {
  /** camelCase: the key in API responses and on the command line. */
  readonly name: string
  /** The displayed name: 'Absolute relative error'. */
  readonly title: string
  /** number: displayed unchanged; share: 1 is displayed as 100 %. */
  readonly kind: 'number' | 'share'
  readonly direction: 'lower-is-better' | 'higher-is-better'
}

/** The displayed name of slices, and how they are sorted and displayed. */
export interface SliceDescription {
  /** 'Window', 'Language' */
  readonly title: string
  /** seconds: whole seconds, displayed as a duration; text: displayed unchanged. */
  readonly kind: 'seconds' | 'text'
}

/** One field of an answer, as the page and the command line display it. */
export interface AnswerField {
  /** JSON pointer into the output. Null and absent values are not displayed. */
  readonly path: string
  readonly label: string
  /**
   * Single values: number, count (a whole number), share (0 to 1, displayed in percent), seconds (displayed as a duration) and
   * text (true and false are displayed as yes and no). interval: { low, high }. ranking: { label, share } each, best first.
   * quantiles: { share, size } each, in ascending order; the true value is at most `size` with probability `share`. The API
   * derives from the first field of this kind the probability of exceeding a value.
   * factors: { title, factor } each, by which the answer is explained.
   * cases: { id, and a number named `value` } each: finished cases like this one. A null id is not known.
   * flags: { name, text } each, why the answer is to be doubted. Empty lists are not displayed.
   */
  readonly kind:
    | 'number'
    | 'count'
    | 'share'
    | 'seconds'
    | 'text'
    | 'interval'
    | 'ranking'
    | 'quantiles'
    | 'factors'
    | 'cases'
    | 'flags'
  /** Of cases: the name of the number of each. Absent: value. */
  readonly value?: string
  /** Of quantiles: JSON pointer to the smallest possible value. Absent: there is none. */
  readonly min?: string
}

/** An example input for the documentation, the page and the first curl command. */
export interface Example<Input, Outcome> {
  readonly title: string
  readonly input: Input
  readonly outcome: Outcome
}

/** The field that is invalid, and the reason. */
export interface Fault {
  /** JSON pointer. */
  readonly field: string
  readonly reason: string
}

/**
 * The interface that every kind of model implements. Its functions are pure: no clock, no unseeded randomness, no I/O, except
 * that `predict` may call an external server. The platform queues inputs, loads versions, batches, stores outputs, trains,
 * gates, publishes and rolls back predictors through this interface only.
 */
export interface Predictor<Input, Output, Outcome, Sample, Model> {
  /** Lowercase letters, digits and hyphens. Part of URLs, queue names and metric labels. */
  readonly name: string
  /** The displayed name: 'Cascade size'. */
  readonly title: string
  /** One sentence about what it predicts. */
  readonly description: string
  readonly input: Schema
  readonly output: Schema
  readonly outcome: Schema
  readonly examples: readonly [Example<Input, Outcome>, ...Example<Input, Outcome>[]]
  /** The fields of its answer in the order of display. The first is the headline. */
  readonly answer: readonly [AnswerField, ...AnswerField[]]
  /** The slice (a window, a language) of an input that matches its schema. Quality is reported for each slice. */
  slice(input: Input): string | null
  /** Null: `slice` returns null for every input. */
  readonly slices: SliceDescription | null
  /** one: a subject has one outcome, and a later report replaces it. many: each outcome of a subject has its own id. */
  readonly outcomes: 'one' | 'many'
  /** The reason why an outcome contradicts an input of the same subject. Null: it does not. */
  findReportFault(outcome: Outcome, input: Input): Fault | null
  /** First the metric of `losses` (lower is better), then the metrics of `measure`. */
  readonly metrics: readonly [Metric & { readonly direction: 'lower-is-better' }, ...Metric[]]
  /** Absent: each call of `predict` has one input. */
  readonly batch?: {
    /** The maximum number of inputs in one call of `predict`: 1 to 10,000. */
    readonly maxSize: number
    /** The maximum time an input waits for others, even if no call is running: 0 to 10,000. */
    readonly maxDelayMs: number
  }
  /** The schema of samples that are uploaded. Samples that do not match it are rejected. */
  readonly sampleSchema: Schema
  /** The reason why the outcome of a sample that matches its schema contradicts its observation. Null: it does not. */
  findOutcomeFault(sample: Sample): Fault | null
  /** Samples of another version are rebuilt from stored inputs. */
  readonly sampleVersion: number
  /** Other sample versions whose models `decode` still reads, so that a live version outlives an upgrade. Default: none. */
  readonly readableSampleVersions?: readonly number[]
  /** The columns of a dense feature row. Null: features are sparse, by name. */
  readonly featureNames: readonly string[] | null

  /**
   * Returns one result for each input, in order. `model` null: it answers without a model, and the output says so. If it
   * throws (or rejects) for several inputs, each input is retried in its own call. If that call throws too, the prediction fails.
   */
  predict(
    model: Model | null,
    inputs: readonly Input[],
    run: Run
  ): readonly Result<Output>[] | Promise<readonly Result<Output>[]>

  /** Builds the sample of one finished case for training. */
  sample(input: Input, outcome: Outcome): Sample
  /** The features of a sample. Drift is measured on them. */
  features(sample: Sample): Features

  /**
   * Training in independent parts. The same seed gives the same model on any number of threads. `prior`: the model that comes with
   * the predictor, from which a training on few samples may start; the predictor decides how much it counts.
   */
  plan(samples: Samples<Sample>, options: TrainOptions, prior?: Model | null): readonly Part[]
  trainPart(samples: Samples<Sample>, part: Part): PartResult
  combine(
    samples: Samples<Sample>,
    parts: readonly PartResult[],
    options: TrainOptions,
    prior?: Model | null
  ): Model

  /** The loss of each sample. `model` null: the loss of the answer without a model. */
  losses(model: Model | null, samples: Samples<Sample>): Losses
  /** The losses of trivial forecasters that learn from `training`, by name. A version must beat all of them. */
  baselines(training: Samples<Sample>, samples: Samples<Sample>): Readonly<Record<string, Losses>>
  /** Further metrics of a model over all samples, by the names in `metrics`. */
  measure?(model: Model | null, samples: Samples<Sample>): Readonly<Record<string, number>>

  /** Adapts the answers of a model to recent outcomes. Absent: its answers do not adapt. */
  readonly calibration?: {
    /** Learns from recent cases in the order of their end, none of which the model was trained on. Pure. Null: too few. */
    learn(model: Model, recent: Samples<Sample>): Json | null
    /** The model with a calibration that `learn` returned for it. Throws a TypeError for a malformed one. */
    apply(model: Model, calibration: Json): Model
  }

  /** The bytes must not contain executable content. `decode` throws a TypeError that states the reason for malformed bytes. */
  encode(model: Model): Uint8Array
  decode(bytes: Uint8Array): Model
}

/** A predictor as the platform uses it, without its types. Inputs match its schemas. */
export type AnyPredictor = Predictor<unknown, unknown, unknown, unknown, unknown>

/** The exports of a predictor module. Threads import it by `moduleUrl` (`import.meta.url`). */
export interface PredictorModule {
  readonly predictor: AnyPredictor
  readonly moduleUrl: string
  /** The artefact and the draft manifest of the first version, for an empty registry. Absent: no first version. */
  readonly bootstrap?: { readonly artefact: URL; readonly manifest: URL }
  /**
   * A JSON file of examples (`Example`) on which each version is verified: the answers of a version to them must not change.
   * Absent: the `examples` of the predictor.
   */
  readonly golden?: URL
}
