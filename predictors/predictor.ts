import type { Json } from '../learners/json.ts'

export type { Json }

/** A JSON Schema (draft 2020-12) object. */
export type Schema = { readonly [key: string]: Json }

/** What the caller of predict may change while it runs. Read often: a fit stops at its next step. */
export interface Run {
  readonly isCanceled: boolean
}

/**
 * What an answer was made from: a dense row (order: featureNames), or, of a predictor whose `featureNames` is null, the
 * features that are present, by name.
 */
export type Features = readonly number[] | Readonly<Record<string, number>>

/**
 * One answer. `features`: null where none were built. A predictor never throws for a bad input: it names the field and
 * the reason.
 */
export type Result<Output> =
  | { readonly ok: true; readonly output: Output; readonly features: Features | null }
  | { readonly ok: false; readonly code: 'invalid-input'; readonly field: string; readonly reason: string }
  | { readonly ok: false; readonly code: 'canceled'; readonly reason: string }
  /** A server that it asks does not answer: the job is tried again with exponential backoff, until its deadline. */
  | { readonly ok: false; readonly code: 'unavailable'; readonly reason: string }

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

/** A figure of quality. */
export interface Metric {
  /** camelCase: its key in answers and on the command line. */
  readonly name: string
  /** What a person reads: 'Absolute relative error'. */
  readonly title: string
  /** number: shown as it is; share: 1 is shown as 100 %. */
  readonly kind: 'number' | 'share'
  readonly direction: 'lower-is-better' | 'higher-is-better'
}

/** What slices are, in the words of a person, and how they sort and read. */
export interface SliceDescription {
  /** 'Window', 'Language' */
  readonly title: string
  /** seconds: whole seconds, shown as a duration; text: shown as it is. */
  readonly kind: 'seconds' | 'text'
}

/** One part of an answer as it is shown on the page and by the command line, in the order of the list. */
export interface AnswerField {
  /** JSON pointer into the output. What is null or absent there is not shown. */
  readonly path: string
  readonly label: string
  /**
   * number, count (a whole number), share (0 to 1, shown in percent), seconds (shown as a duration) and text are single
   * values (of a text also true and false, shown as yes and no); interval is { low, high }; ranking is a list of { label, share }, best first.
   */
  readonly kind: 'number' | 'count' | 'share' | 'seconds' | 'text' | 'interval' | 'ranking'
}

/** An input to try the predictor with, for documents, the page and the first curl line. */
export interface Example<Input, Outcome> {
  readonly title: string
  readonly input: Input
  readonly outcome: Outcome
}

/** What is refused, and why. */
export interface Fault {
  /** JSON pointer. */
  readonly field: string
  readonly reason: string
}

/**
 * The one interface every kind of model implements. All of it is pure: no clock, no unseeded randomness, and no I/O but for
 * a `predict` that asks a server elsewhere. The platform queues inputs, loads versions, batches, stores outputs, trains,
 * gates, publishes and rolls back predictors and knows nothing else about them.
 */
export interface Predictor<Input, Output, Outcome, Sample, Model> {
  /** Lower case, digits and hyphens: part of URLs, queue names and metric labels. */
  readonly name: string
  /** What a person reads: 'Cascade size'. */
  readonly title: string
  /** One sentence: what it answers. */
  readonly description: string
  readonly input: Schema
  readonly output: Schema
  readonly outcome: Schema
  readonly examples: readonly [Example<Input, Outcome>, ...Example<Input, Outcome>[]]
  /** Its answer in the order that a person reads it; the first is the headline. */
  readonly answer: readonly [AnswerField, ...AnswerField[]]
  /** The slice whose quality is reported apart (a window, a language), of an input that keeps to its schema. */
  slice(input: Input): string | null
  /** Null: `slice` gives null for every input. */
  readonly slices: SliceDescription | null
  /** one: a subject has one outcome, and a later report takes its place. many: each outcome of a subject has its own id. */
  readonly outcomes: 'one' | 'many'
  /** Why this cannot be the outcome of an input that was asked of its subject. Null: it can. */
  findReportFault(outcome: Outcome, input: Input): Fault | null
  /** The metric of `losses` first, lower is better; then those of `measure`. */
  readonly metrics: readonly [Metric & { readonly direction: 'lower-is-better' }, ...Metric[]]
  /** Absent: each input is a call of its own. */
  readonly batch?: {
    /** Inputs of one call of predict, 1 to 10,000. */
    readonly maxSize: number
    /** How long an input may wait for others, also while no call runs; 0 to 10,000. */
    readonly maxDelayMs: number
  }
  /** What a sample made elsewhere must look like: one that does not is refused on entry. */
  readonly sampleSchema: Schema
  /** Why the outcome of a sample that keeps to its schema contradicts what was observed. Null: it does not. */
  findOutcomeFault(sample: Sample): Fault | null
  /** Samples of another version are made again from stored inputs. */
  readonly sampleVersion: number
  /** The columns of a dense feature row; null: features are sparse, by name. */
  readonly featureNames: readonly string[] | null

  /**
   * One result for each input, in order. `model` null: answer without one, and say so. When it throws (or rejects) for
   * several inputs, each is tried in a call of its own; an input whose own call throws has failed.
   */
  predict(
    model: Model | null,
    inputs: readonly Input[],
    run: Run
  ): readonly Result<Output>[] | Promise<readonly Result<Output>[]>

  /** What training needs of one finished case. */
  sample(input: Input, outcome: Outcome): Sample
  /** The features of a sample: drift is measured on them. */
  features(sample: Sample): Features

  /** Training in independent parts; the same model for the same seed whatever runs them. */
  plan(samples: Samples<Sample>, options: TrainOptions): readonly Part[]
  trainPart(samples: Samples<Sample>, part: Part): PartResult
  combine(samples: Samples<Sample>, parts: readonly PartResult[], options: TrainOptions): Model

  /** One loss a sample. `model` null: of the answer given without a model. */
  losses(model: Model | null, samples: Samples<Sample>): Losses
  /** Losses of the trivial forecasters learned from `training` (name -> losses): what a version must beat. */
  baselines(training: Samples<Sample>, samples: Samples<Sample>): Readonly<Record<string, Losses>>
  /** Further metrics of a model over all samples together, by the names in `metrics`. */
  measure?(model: Model | null, samples: Samples<Sample>): Readonly<Record<string, number>>

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
  /** The first version of an empty registry: an artefact, and beside it the draft of its manifest. Absent: none. */
  readonly bootstrap?: { readonly artefact: URL; readonly manifest: URL }
  /**
   * A JSON file of examples (`Example`) on which each version is verified: what a version answers to them never changes.
   * Absent: the predictor's own `examples`.
   */
  readonly golden?: URL
}
