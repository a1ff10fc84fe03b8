import type { Connection } from './connection.ts'
import { buildModels, type Models } from './models.ts'
import { makeKey, send } from './send.ts'
import type {
  Accepted,
  AnswerOf,
  BodyOf,
  CallOptions,
  Prediction,
  QueryOf,
  SubmitOptions,
  WaitOptions
} from './types.ts'
import { submitAndWait } from './wait.ts'

/** One predictor. Lists are pages. */
export interface PredictorClient {
  readonly name: string
  /** What it takes and gives. */
  describe(options?: CallOptions): Promise<AnswerOf<'getPredictor'>>
  /** Asks it. Resolves once that is stored. */
  submit(submission: BodyOf<'submitToPredictor'>, options?: SubmitOptions): Promise<Accepted>
  /** The same, and its end: succeeded, failed or canceled. */
  submitAndWait(
    submission: BodyOf<'submitToPredictor'>,
    options?: SubmitOptions & WaitOptions
  ): Promise<Prediction>
  /** What it was asked, newest first. */
  list(
    query?: QueryOf<'listPredictorPredictions'>,
    options?: CallOptions
  ): Promise<AnswerOf<'listPredictorPredictions'>>
  readonly outcomes: {
    /** Of a predictor whose subjects have one outcome each: the last report counts. */
    put(
      subject: string,
      outcome: BodyOf<'putOutcome'>,
      options?: CallOptions
    ): Promise<AnswerOf<'putOutcome'>>
    get(subject: string, options?: CallOptions): Promise<AnswerOf<'getOutcome'>>
    /**
     * Of a predictor whose subjects have many outcomes each. Without an `id` it gets a new one: your own makes a report the
     * same one across restarts of your program.
     */
    report(outcome: BodyOf<'reportOutcomes'>, options?: CallOptions): Promise<AnswerOf<'reportOutcomes'>>
    /** By subject, then id. */
    list(query?: QueryOf<'listOutcomes'>, options?: CallOptions): Promise<AnswerOf<'listOutcomes'>>
    /** Takes back outcomes made by mistake. A dry run unless `isDryRun` is false. */
    withdraw(
      selection: BodyOf<'withdrawPredictorOutcomes'>,
      options?: CallOptions
    ): Promise<AnswerOf<'withdrawPredictorOutcomes'>>
  }
  readonly models: Models & {
    /** What changed from version to version, and why each was promoted or not; newest first. */
    changelog(
      query?: QueryOf<'listModelChangelog'>,
      options?: CallOptions
    ): Promise<AnswerOf<'listModelChangelog'>>
  }
  /** Measurements of its live version, on the newest outcomes and on its golden set. */
  readonly verifications: {
    /** One page, newest first. */
    list(query?: QueryOf<'listVerifications'>, options?: CallOptions): Promise<AnswerOf<'listVerifications'>>
    /** Asks for one of each kind; the trainer does them. Asking twice gives those that wait. */
    start(options?: CallOptions): Promise<AnswerOf<'startVerification'>>
  }
  readonly samples: {
    put(
      samples: BodyOf<'putPredictorSamples'>,
      options?: CallOptions
    ): Promise<AnswerOf<'putPredictorSamples'>>
  }
  readonly training: {
    list(
      query?: QueryOf<'listPredictorTrainingRuns'>,
      options?: CallOptions
    ): Promise<AnswerOf<'listPredictorTrainingRuns'>>
    /** Sent once: without an answer it may have been asked for, and the list tells. */
    start(
      training?: Partial<BodyOf<'startPredictorTraining'>>,
      options?: CallOptions
    ): Promise<AnswerOf<'startPredictorTraining'>>
  }
}

export function buildPredictorClient(connection: Connection, name: string): PredictorClient {
  const path = { predictor: name }
  return {
    name,
    describe: ({ signal } = {}) => send(connection, 'getPredictor', { path, signal }),
    submit: (body, { idempotencyKey, signal } = {}) =>
      send(connection, 'submitToPredictor', {
        path,
        body,
        signal,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey })
      }) as Promise<Accepted>,
    submitAndWait: (body, options) => submitAndWait(connection, 'submitToPredictor', { path, body }, options),
    list: (query = {}, { signal } = {}) =>
      send(connection, 'listPredictorPredictions', { path, query, signal }),
    outcomes: {
      put: (subject, body, { signal } = {}) =>
        send(connection, 'putOutcome', { path: { ...path, subject }, body, signal }),
      get: (subject, { signal } = {}) =>
        send(connection, 'getOutcome', { path: { ...path, subject }, signal }),
      report: ({ id = makeKey(), ...outcome }, { signal } = {}) =>
        send(connection, 'reportOutcomes', { path, body: { ...outcome, id }, signal }),
      list: (query = {}, { signal } = {}) => send(connection, 'listOutcomes', { path, query, signal }),
      withdraw: (body, { signal } = {}) =>
        send(connection, 'withdrawPredictorOutcomes', { path, body, signal })
    },
    models: {
      ...buildModels(connection, name),
      changelog: (query = {}, { signal } = {}) =>
        send(connection, 'listModelChangelog', { path, query, signal })
    },
    verifications: {
      list: (query = {}, { signal } = {}) => send(connection, 'listVerifications', { path, query, signal }),
      start: ({ signal } = {}) => send(connection, 'startVerification', { path, signal })
    },
    samples: {
      put: (body, { signal } = {}) => send(connection, 'putPredictorSamples', { path, body, signal })
    },
    training: {
      list: (query = {}, { signal } = {}) =>
        send(connection, 'listPredictorTrainingRuns', { path, query, signal }),
      start: (body = {}, { signal } = {}) =>
        send(connection, 'startPredictorTraining', { path, body, signal })
    }
  }
}
