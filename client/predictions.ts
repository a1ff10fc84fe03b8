import type { Connection } from './connection.ts'
import { follow } from './follow.ts'
import { buildUrl, send, submit } from './send.ts'
import type {
  Accepted,
  AnswerOf,
  BodyOf,
  CallOptions,
  ExceedsOptions,
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

/** The predictions of all predictors. */
export interface Predictions {
  /** Lists the predictors with the schemas of their inputs and outputs. */
  predictors(options?: CallOptions): Promise<AnswerOf<'listPredictors'>>
  submit(submission: PredictionSubmission, options?: SubmitOptions): Promise<Accepted>
  submitAndWait(
    submission: PredictionSubmission,
    options?: SubmitOptions & WaitOptions & ExceedsOptions
  ): Promise<Prediction>
  /** Lists one page, newest first; `everyItem` reads all pages. */
  list(query?: QueryOf<'listPredictions'>, options?: CallOptions): Promise<AnswerOf<'listPredictions'>>
  get(predictionId: string, options?: CallOptions & ExceedsOptions): Promise<Prediction>
  /** Waits for the end: succeeded, failed or canceled. */
  wait(predictionId: string, options?: WaitOptions & ExceedsOptions): Promise<Prediction>
  /** The input of the prediction. */
  input(predictionId: string, options?: CallOptions): Promise<unknown>
  cancel(predictionId: string, options?: CallOptions): Promise<Prediction>
  /** Starts a failed or canceled prediction again. */
  retry(predictionId: string, options?: CallOptions): Promise<Accepted>
  /** Submits the same input to the named version as a new prediction, and waits for its end. */
  replay(
    predictionId: string,
    body: BodyOf<'replayPrediction'>,
    options?: SubmitOptions & WaitOptions & ExceedsOptions
  ): Promise<Prediction>
  /** Yields the current state, then each change until the end. */
  events(
    predictionId: string,
    options?: Omit<FollowOptions, 'lastEventId'>
  ): AsyncGenerator<PredictionEvent<Prediction | PredictionChange>, void, undefined>
}

export function buildPredictions(connection: Connection): Predictions {
  return {
    predictors: ({ signal } = {}) => send(connection, 'listPredictors', { signal }),
    submit: (body, options) => submit(connection, 'submitPrediction', { body }, options),
    submitAndWait: (body, wait) => submitAndWait(connection, 'submitPrediction', { body }, wait),
    list: (query = {}, { signal } = {}) => send(connection, 'listPredictions', { query, signal }),
    get: (predictionId, { exceeds, signal } = {}) =>
      send(connection, 'getPrediction', { path: { predictionId }, query: { exceeds }, signal }),
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

const finalStates = ['succeeded', 'failed', 'canceled']

async function* followPrediction(
  connection: Connection,
  predictionId: string,
  options: FollowOptions = {}
): AsyncGenerator<PredictionEvent<Prediction | PredictionChange>, void, undefined> {
  const url = buildUrl(connection, '/predictions/{predictionId}/feed', { path: { predictionId } })
  for (;;) {
    for await (const event of follow<PredictionEvent<Prediction | PredictionChange>>(
      connection,
      url,
      options
    )) {
      // The missed events may include the end: start again from the current state.
      if (event.name === 'gap') break
      yield event
      if (finalStates.includes(event.data.state)) return
    }
  }
}
