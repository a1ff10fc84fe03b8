import type { Connection } from './connection.ts'
import { send } from './send.ts'
import type { AnswerOf, CallOptions, QueryOf } from './types.ts'

/** Measurements of a predictor's live version, on the newest outcomes and on its golden set. */
export interface Verifications {
  /** One page, newest first. */
  list(
    predictor: string,
    query?: QueryOf<'listVerifications'>,
    options?: CallOptions
  ): Promise<AnswerOf<'listVerifications'>>
  /** Asks for one of each kind; the trainer does them. Asking twice gives those that wait. */
  start(predictor: string, options?: CallOptions): Promise<AnswerOf<'startVerification'>>
}

export function buildVerifications(connection: Connection): Verifications {
  return {
    list: (predictor, query = {}, { signal } = {}) =>
      send(connection, 'listVerifications', { path: { predictor }, query, signal }),
    start: (predictor, { signal } = {}) =>
      send(connection, 'startVerification', { path: { predictor }, signal })
  }
}
