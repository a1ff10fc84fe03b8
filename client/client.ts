import { buildStream, type Stream } from './cascades.ts'
import { buildConnection, type ClientOptions } from './connection.ts'
import { DEFAULT_PREDICTOR } from './default-predictor.ts'
import { follow } from './follow.ts'
import { buildModels, type Models } from './models.ts'
import { buildOperations, type Operations } from './operations.ts'
import { buildPredictions, type Predictions } from './predictions.ts'
import { buildPredictorClient, type PredictorClient } from './predictor.ts'
import { buildUrl, send, submit } from './send.ts'
import type {
  AcceptedCascade,
  AnswerOf,
  BodyOf,
  CallOptions,
  CascadePrediction,
  CascadeSubmission,
  ExceedsOptions,
  FeedEvent,
  FollowOptions,
  QueryOf,
  SubmitOptions,
  WaitOptions
} from './types.ts'
import { submitAndWait } from './wait.ts'

export type { Stream } from './cascades.ts'
export type { ClientOptions } from './connection.ts'
export { GroundswellError, type ProblemCode } from './error.ts'
export { everyItem } from './every-item.ts'
export type { Models } from './models.ts'
export type { Operations } from './operations.ts'
export type { Predictions } from './predictions.ts'
export type { PredictorClient } from './predictor.ts'
export type * from './types.ts'

/**
 * A client of a Groundswell service. It needs only fetch: Node 24 or later, or a browser. Every call rejects with
 * GroundswellError, or with the reason of its own signal. A call that gets no answer is retried if a repetition cannot
 * have an effect twice.
 */
export interface Client {
  /** Submits a cascade for a forecast of its final size. Resolves once the prediction is stored. */
  submit(cascade: CascadeSubmission, options?: SubmitOptions): Promise<AcceptedCascade>
  /** Submits a cascade and resolves with the finished prediction: succeeded, failed or canceled. */
  submitAndWait(
    cascade: CascadeSubmission,
    options?: SubmitOptions & WaitOptions & ExceedsOptions
  ): Promise<CascadePrediction>
  /** Deletes all data of a cascade. */
  forget(cascadeId: string, options?: CallOptions): Promise<AnswerOf<'deleteCascade'>>
  /** Yields every change as it happens, once each, even across lost connections. Ends when the caller stops reading. */
  events(
    options?: FollowOptions & Pick<QueryOf<'followFeed'>, 'topic' | 'key'>
  ): AsyncGenerator<FeedEvent, void, undefined>
  readonly outcomes: {
    /** Reports the actual final size. A later report replaces an earlier one. */
    report(
      cascadeId: string,
      outcome: BodyOf<'putCascadeOutcome'>,
      options?: CallOptions
    ): Promise<AnswerOf<'putCascadeOutcome'>>
    get(cascadeId: string, options?: CallOptions): Promise<AnswerOf<'getCascadeOutcome'>>
    /** Withdraws outcomes that were reported by mistake. It is a dry run unless `isDryRun` is false. */
    withdraw(
      selection: BodyOf<'withdrawOutcomes'>,
      options?: CallOptions
    ): Promise<AnswerOf<'withdrawOutcomes'>>
  }
  readonly predictions: Predictions
  /** The models of the predictor `cascade-size`, unless a call names another one. */
  readonly models: Models
  /** The client of one predictor: its predictions, outcomes, models and training. It sends no request by itself. */
  predictor(name: string): PredictorClient
  readonly cascades: Stream['cascades']
  readonly alerts: Stream['alerts']
  readonly stream: Stream['stream']
  readonly replays: Stream['replays']
  readonly training: Operations['training']
  readonly samples: Operations['samples']
  readonly deadLetters: Operations['deadLetters']
  readonly webhookDeliveries: Operations['webhookDeliveries']
  readonly session: Operations['session']
  readonly queues: Operations['queues']
  readonly processes: Operations['processes']
}

/** Builds a client without sending a request. Throws TypeError if `url` is not an HTTP address. */
export function buildClient(options: ClientOptions): Client {
  const connection = buildConnection(options)
  return {
    submit: (body, options) => submit(connection, 'submitCascade', { body }, options),
    submitAndWait: (cascade, wait) =>
      submitAndWait(connection, 'submitCascade', { body: cascade }, wait) as Promise<CascadePrediction>,
    forget: (cascadeId, { signal } = {}) =>
      send(connection, 'deleteCascade', { path: { cascadeId }, signal }),
    events: ({ topic, key, ...following } = {}) =>
      follow(connection, buildUrl(connection, '/feed', { query: { topic, key } }), following),
    outcomes: {
      report: (cascadeId, body, { signal } = {}) =>
        send(connection, 'putCascadeOutcome', { path: { cascadeId }, body, signal }),
      get: (cascadeId, { signal } = {}) =>
        send(connection, 'getCascadeOutcome', { path: { cascadeId }, signal }),
      withdraw: (body, { signal } = {}) => send(connection, 'withdrawOutcomes', { body, signal })
    },
    predictions: buildPredictions(connection),
    models: buildModels(connection, DEFAULT_PREDICTOR),
    predictor: name => buildPredictorClient(connection, name),
    ...buildStream(connection),
    ...buildOperations(connection)
  }
}
