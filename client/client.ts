import { buildStream, type Stream } from './cascades.ts'
import { buildConnection, type ClientOptions } from './connection.ts'
import { DEFAULT_PREDICTOR } from './default-predictor.ts'
import { follow } from './follow.ts'
import { buildModels, type Models } from './models.ts'
import { buildOperations, type Operations } from './operations.ts'
import { buildPredictions, type Predictions } from './predictions.ts'
import { buildPredictorClient, type PredictorClient } from './predictor.ts'
import { buildUrl, send } from './send.ts'
import type {
  AcceptedCascade,
  AnswerOf,
  BodyOf,
  CallOptions,
  CascadePrediction,
  CascadeSubmission,
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
 * A Groundswell service, over fetch alone: Node 24 or later, and browsers. Everything rejects with GroundswellError, or
 * with the reason of the signal it was given. What fails for want of an answer is tried again where that can do nothing
 * twice.
 */
export interface Client {
  /** Asks for the final size of a cascade. Resolves once that is stored. */
  submit(cascade: CascadeSubmission, options?: SubmitOptions): Promise<AcceptedCascade>
  /** The same, and its end: succeeded, failed or canceled. */
  submitAndWait(cascade: CascadeSubmission, options?: SubmitOptions & WaitOptions): Promise<CascadePrediction>
  /** Deletes all that is known of a cascade. */
  forget(cascadeId: string, options?: CallOptions): Promise<AnswerOf<'deleteCascade'>>
  /** What changes, as it does; without loss or repetition across lost connections. Ends when its reader does. */
  events(
    options?: FollowOptions & Pick<QueryOf<'followFeed'>, 'topic' | 'key'>
  ): AsyncGenerator<FeedEvent, void, undefined>
  readonly outcomes: {
    /** The true final size; the last report counts. */
    report(
      cascadeId: string,
      outcome: BodyOf<'putCascadeOutcome'>,
      options?: CallOptions
    ): Promise<AnswerOf<'putCascadeOutcome'>>
    get(cascadeId: string, options?: CallOptions): Promise<AnswerOf<'getCascadeOutcome'>>
    /** Takes back outcomes made by mistake. A dry run unless `isDryRun` is false. */
    withdraw(
      selection: BodyOf<'withdrawOutcomes'>,
      options?: CallOptions
    ): Promise<AnswerOf<'withdrawOutcomes'>>
  }
  readonly predictions: Predictions
  /** Of the predictor `cascade-size` where a call names no other. */
  readonly models: Models
  /** One predictor, by its name: all that is asked of it, told and learned. Nothing is sent yet. */
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

/** Makes a client; nothing is sent yet. Throws TypeError where the address is none. */
export function buildClient(options: ClientOptions): Client {
  const connection = buildConnection(options)
  return {
    submit: (body, { idempotencyKey, signal } = {}) =>
      send(connection, 'submitCascade', {
        body,
        signal,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey })
      }) as Promise<AcceptedCascade>,
    submitAndWait: (cascade, wait) =>
      submitAndWait(connection, 'submitCascade', { body: cascade }, wait) as Promise<CascadePrediction>,
    forget: (cascadeId, { signal } = {}) =>
      send(connection, 'deleteCascade', { path: { cascadeId }, signal }),
    events: ({ topic, key, ...following } = {}) =>
      follow(
        connection,
        buildUrl(connection, '/feed', { query: { topic, key } }),
        following
      ) as AsyncGenerator<FeedEvent, void, undefined>,
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
