import type { Connection } from './connection.ts'
import { DEFAULT_PREDICTOR } from './default-predictor.ts'
import { download, send } from './send.ts'
import type { AnswerOf, BodyOf, CallOptions, DeadLetter, QueryOf, TrainingRun } from './types.ts'

/** The calls that operate and train the service. Lists are pages, newest first. */
export interface Operations {
  readonly training: {
    list(query?: QueryOf<'listTrainingRuns'>, options?: CallOptions): Promise<AnswerOf<'listTrainingRuns'>>
    get(runId: string, options?: CallOptions): Promise<TrainingRun>
    /** It is sent once: if no answer arrives, the list shows whether the training was requested. */
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
    /** Downloads the message. */
    body(deadLetterId: string, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>
    /** Removes the dead letter and its message. */
    remove(deadLetterId: string, options?: CallOptions): Promise<DeadLetter>
    /** Processes the message again. The call is sent once: if no answer arrives, look at the list. */
    redrive(deadLetterId: string, options?: CallOptions): Promise<DeadLetter>
  }
  readonly webhookDeliveries: {
    list(
      query?: QueryOf<'listWebhookDeliveries'>,
      options?: CallOptions
    ): Promise<AnswerOf<'listWebhookDeliveries'>>
  }
  /** For the service's own page: the browser keeps the session cookie and sends `csrfToken` as X-CSRF-Token. */
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
