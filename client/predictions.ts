import type { Connection } from './connection.ts'
import { follow } from './follow.ts'
import { buildUrl, send } from './send.ts'
import type {
  Accepted,
  AnswerOf,
  BodyOf,
  CallOptions,
  FollowOptions,
  Prediction,
  PredictionChange,
  PredictionEvent,
  PredictionSubmission,
  QueryOf,
  SubmitOptions,
  WaitOptions
} from './types.ts'
import { submitAndWait, waitForEnd } from './wait.ts'

/** What was asked of any predictor, and what became of it. */
export interface Predictions {
  /** The predictors there are, with what they take and give. */
  predictors(options?: CallOptions): Promise<AnswerOf<'listPredictors'>>
  submit(submission: PredictionSubmission, options?: SubmitOptions): Promise<Accepted>
  submitAndWait(submission: PredictionSubmission, options?: SubmitOptions & WaitOptions): Promise<Prediction>
  /** One page, newest first; `everyItem` goes through all. */
  list(query?: QueryOf<'listPredictions'>, options?: CallOptions): Promise<AnswerOf<'listPredictions'>>
  get(predictionId: string, options?: CallOptions): Promise<Prediction>
  /** Resolves with its end: succeeded, failed or canceled. */
  wait(predictionId: string, options?: WaitOptions): Promise<Prediction>
  /** What it is made from. */
  input(predictionId: string, options?: CallOptions): Promise<unknown>
  cancel(predictionId: string, options?: CallOptions): Promise<Prediction>
  /** A failed or canceled one begins anew. */
  retry(predictionId: string, options?: CallOptions): Promise<Accepted>
  /** A new one of the same input through the version named; resolves with its end. */
  replay(
    predictionId: string,
    body: BodyOf<'replayPrediction'>,
    options?: SubmitOptions & WaitOptions
  ): Promise<Prediction>
  /** Its state now, then each change, to its end. */
  events(
    predictionId: string,
    options?: Omit<FollowOptions, 'lastEventId'>
  ): AsyncGenerator<PredictionEvent<Prediction | PredictionChange>, void, undefined>
}

export function buildPredictions(connection: Connection): Predictions {
  return {
    predictors: ({ signal } = {}) => send(connection, 'listPredictors', { signal }),
    submit: (body, { idempotencyKey, signal } = {}) =>
      send(connection, 'submitPrediction', {
        body,
        signal,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey })
      }) as Promise<Accepted>,
    submitAndWait: (body, wait) => submitAndWait(connection, 'submitPrediction', { body }, wait),
    list: (query = {}, { signal } = {}) => send(connection, 'listPredictions', { query, signal }),
    get: (predictionId, { signal } = {}) =>
      send(connection, 'getPrediction', { path: { predictionId }, signal }),
    wait: (predictionId, wait) => waitForEnd(connection, predictionId, wait),
    input: (predictionId, { signal } = {}) =>
      send(connection, 'getPredictionInput', { path: { predictionId }, signal }),
    cancel: (predictionId, { signal } = {}) =>
      send(connection, 'cancelPrediction', { path: { predictionId }, signal }),
    retry: (predictionId, { signal } = {}) =>
      send(connection, 'retryPrediction', { path: { predictionId }, signal }),
    replay: (predictionId, body, wait) =>
      submitAndWait(connection, 'replayPrediction', { path: { predictionId }, body }, wait),
    events: (predictionId, options) => followPrediction(connection, predictionId, options)
  }
}

const ended = ['succeeded', 'failed', 'canceled']

async function* followPrediction(
  connection: Connection,
  predictionId: string,
  options: FollowOptions = {}
): AsyncGenerator<PredictionEvent<Prediction | PredictionChange>, void, undefined> {
  const url = buildUrl(connection, '/predictions/{predictionId}/feed', { path: { predictionId } })
  for (;;) {
    for await (const raw of follow(connection, url, options)) {
      const event = raw as PredictionEvent<Prediction | PredictionChange>
      // What was missed may have been the end: begin again with its state as it is now.
      if (event.name === 'gap') break
      yield event
      if (ended.includes(event.data.state)) return
    }
  }
}
