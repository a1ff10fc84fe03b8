import type { Connection } from './connection.ts'
import { DEFAULT_PREDICTOR } from './default-predictor.ts'
import { download, send } from './send.ts'
import type { AnswerOf, BodyOf, CallOptions, DeadLetter, QueryOf, TrainingRun } from './types.ts'

/** For whoever keeps the service running, and teaches it. Lists are pages, newest first. */
export interface Operations {
  readonly training: {
    list(query?: QueryOf<'listTrainingRuns'>, options?: CallOptions): Promise<AnswerOf<'listTrainingRuns'>>
    get(runId: string, options?: CallOptions): Promise<TrainingRun>
    /** Sent once: without an answer it may have been asked for, and the list tells. */
    start(
      body?: Partial<BodyOf<'startTraining'>>,
      query?: QueryOf<'startTraining'>,
      options?: CallOptions
    ): Promise<TrainingRun>
  }
  readonly samples: {
    put(
      samples: BodyOf<'putSamples'>,
      query?: QueryOf<'putSamples'>,
      options?: CallOptions
    ): Promise<AnswerOf<'putSamples'>>
  }
  readonly deadLetters: {
    list(query?: QueryOf<'listDeadLetters'>, options?: CallOptions): Promise<AnswerOf<'listDeadLetters'>>
    /** The bytes of its message. */
    body(deadLetterId: string, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>
    /** Removes it with its bytes. */
    remove(deadLetterId: string, options?: CallOptions): Promise<DeadLetter>
    /** Sends it again. Itself sent once: without an answer the list tells whether it was done. */
    redrive(deadLetterId: string, options?: CallOptions): Promise<DeadLetter>
  }
  readonly webhookDeliveries: {
    list(
      query?: QueryOf<'listWebhookDeliveries'>,
      options?: CallOptions
    ): Promise<AnswerOf<'listWebhookDeliveries'>>
  }
  /** For pages of the service itself: the browser keeps the cookie; `csrfToken` goes along as X-CSRF-Token. */
  readonly session: {
    get(options?: CallOptions): Promise<AnswerOf<'getSession'>>
    start(key: BodyOf<'startSession'>, options?: CallOptions): Promise<AnswerOf<'startSession'>>
    end(options?: CallOptions): Promise<AnswerOf<'endSession'>>
  }
  readonly queues: { list(options?: CallOptions): Promise<AnswerOf<'listQueues'>> }
  readonly processes: { list(options?: CallOptions): Promise<AnswerOf<'listProcesses'>> }
}

export function buildOperations(connection: Connection): Operations {
  return {
    training: {
      list: ({ predictor = DEFAULT_PREDICTOR, ...query } = {}, { signal } = {}) =>
        send(connection, 'listPredictorTrainingRuns', { path: { predictor }, query, signal }),
      get: (runId, { signal } = {}) => send(connection, 'getTrainingRun', { path: { runId }, signal }),
      start: (body = {}, { predictor = DEFAULT_PREDICTOR } = {}, { signal } = {}) =>
        send(connection, 'startPredictorTraining', { path: { predictor }, body, signal })
    },
    samples: {
      put: (body, { predictor = DEFAULT_PREDICTOR } = {}, { signal } = {}) =>
        send(connection, 'putPredictorSamples', { path: { predictor }, body, signal })
    },
    deadLetters: {
      list: (query = {}, { signal } = {}) => send(connection, 'listDeadLetters', { query, signal }),
      body: (deadLetterId, { signal } = {}) =>
        download(connection, 'getDeadLetterBody', { path: { deadLetterId }, signal }),
      remove: (deadLetterId, { signal } = {}) =>
        send(connection, 'removeDeadLetter', { path: { deadLetterId }, signal }),
      redrive: (deadLetterId, { signal } = {}) =>
        send(connection, 'redriveDeadLetter', { path: { deadLetterId }, signal })
    },
    webhookDeliveries: {
      list: (query = {}, { signal } = {}) => send(connection, 'listWebhookDeliveries', { query, signal })
    },
    session: {
      get: ({ signal } = {}) => send(connection, 'getSession', { signal }),
      start: (body, { signal } = {}) => send(connection, 'startSession', { body, signal }),
      end: ({ signal } = {}) => send(connection, 'endSession', { signal })
    },
    queues: { list: ({ signal } = {}) => send(connection, 'listQueues', { signal }) },
    processes: { list: ({ signal } = {}) => send(connection, 'listProcesses', { signal }) }
  }
}
