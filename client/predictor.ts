import type { Connection } from './connection.ts'
import { buildModels, type Models } from './models.ts'
import { makeKey, send, submit } from './send.ts'
import type {
  Accepted,
  AnswerOf,
  BodyOf,
  CallOptions,
  ExceedsOptions,
  Prediction,
  QueryOf,
  SubmitOptions,
  WaitOptions
} from './types.ts'
import { submitAndWait } from './wait.ts'

/** The calls of one predictor. Lists are pages. */
export interface PredictorClient {
  readonly name: string
  /** The schemas of its inputs, outputs and outcomes, its slices and metrics. */
  describe(options?: CallOptions): Promise<AnswerOf<'getPredictor'>>
  /** Submits an input. Resolves once the prediction is stored. */
  submit(submission: BodyOf<'submitToPredictor'>, options?: SubmitOptions): Promise<Accepted>
  /** Submits an input and resolves with the finished prediction: succeeded, failed or canceled. */
  submitAndWait(
    submission: BodyOf<'submitToPredictor'>,
    options?: SubmitOptions & WaitOptions & ExceedsOptions
  ): Promise<Prediction>
  /** Lists the predictions, newest first. */
  list(
    query?: QueryOf<'listPredictorPredictions'>,
    options?: CallOptions
  ): Promise<AnswerOf<'listPredictorPredictions'>>
  readonly outcomes: {
    /** Reports the outcome of a subject that has one. A later report replaces an earlier one. */
    put(
      subject: string,
      outcome: BodyOf<'putOutcome'>,
      options?: CallOptions
    ): Promise<AnswerOf<'putOutcome'>>
    get(subject: string, options?: CallOptions): Promise<AnswerOf<'getOutcome'>>
    /**
     * Reports an outcome of a subject that has many. By default it gets a new `id`. With your own id, a report stays the same
     * across restarts of your program.
     */
    report(outcome: BodyOf<'reportOutcomes'>, options?: CallOptions): Promise<AnswerOf<'reportOutcomes'>>
    /** Lists outcomes, ordered by subject and id. */
    list(query?: QueryOf<'listOutcomes'>, options?: CallOptions): Promise<AnswerOf<'listOutcomes'>>
    /** Withdraws outcomes that were reported by mistake. It is a dry run unless `isDryRun` is false. */
    withdraw(
      selection: BodyOf<'withdrawPredictorOutcomes'>,
      options?: CallOptions
    ): Promise<AnswerOf<'withdrawPredictorOutcomes'>>
  }
  readonly models: Models & {
    /** Lists the changes of each version and why it was promoted or declined, newest first. */
    changelog(
      query?: QueryOf<'listModelChangelog'>,
      options?: CallOptions
    ): Promise<AnswerOf<'listModelChangelog'>>
  }
  /** Measurements of the live version on the newest outcomes and on the golden set. */
  readonly verifications: {
    /** Lists one page, newest first. */
    list(query?: QueryOf<'listVerifications'>, options?: CallOptions): Promise<AnswerOf<'listVerifications'>>
    /** Requests one verification of each kind from the trainer. Returns those that are already waiting. */
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
    /** It is sent once: if no answer arrives, the list shows whether the training was requested. */
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
    submit: (body, options) => submit(connection, 'submitToPredictor', { path, body }, options),
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
