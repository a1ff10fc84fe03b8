import type { Connection } from './connection.ts'
import { send } from './send.ts'
import type { AnswerOf, BodyOf, CallOptions, QueryOf } from './types.ts'

/** The cascades the service watches, and what feeds it. Lists are pages; `everyItem` goes through all. */
export interface Stream {
  readonly cascades: {
    /** By default the open ones, the largest expected size first. */
    list(query?: QueryOf<'listCascades'>, options?: CallOptions): Promise<AnswerOf<'listCascades'>>
    get(
      cascadeId: string,
      query?: QueryOf<'getCascade'>,
      options?: CallOptions
    ): Promise<AnswerOf<'getCascade'>>
  }
  readonly alerts: {
    list(query?: QueryOf<'listAlerts'>, options?: CallOptions): Promise<AnswerOf<'listAlerts'>>
  }
  readonly stream: {
    figures(options?: CallOptions): Promise<AnswerOf<'getStream'>>
    sources(options?: CallOptions): Promise<AnswerOf<'listSources'>>
    /** Sets the time of a source. Sent once: without an answer the list tells. */
    resetSource(
      source: string,
      reset: BodyOf<'resetSource'>,
      options?: CallOptions
    ): Promise<AnswerOf<'resetSource'>>
    /** Events and watermarks: all durable, or none. */
    feed(
      entries: BodyOf<'postEvents'>,
      query?: QueryOf<'postEvents'>,
      options?: CallOptions
    ): Promise<AnswerOf<'postEvents'>>
  }
  readonly replays: {
    folders(options?: CallOptions): Promise<AnswerOf<'listReplayFolders'>>
    list(query?: QueryOf<'listReplays'>, options?: CallOptions): Promise<AnswerOf<'listReplays'>>
    get(replayId: string, options?: CallOptions): Promise<AnswerOf<'getReplay'>>
    /** Sent once: without an answer it may have begun, and the list tells. */
    start(replay: Partial<BodyOf<'startReplay'>>, options?: CallOptions): Promise<AnswerOf<'startReplay'>>
    stop(replayId: string, options?: CallOptions): Promise<AnswerOf<'stopReplay'>>
  }
}

export function buildStream(connection: Connection): Stream {
  return {
    cascades: {
      list: (query = {}, { signal } = {}) => send(connection, 'listCascades', { query, signal }),
      get: (cascadeId, query = {}, { signal } = {}) =>
        send(connection, 'getCascade', { path: { cascadeId }, query, signal })
    },
    alerts: { list: (query = {}, { signal } = {}) => send(connection, 'listAlerts', { query, signal }) },
    stream: {
      figures: ({ signal } = {}) => send(connection, 'getStream', { signal }),
      sources: ({ signal } = {}) => send(connection, 'listSources', { signal }),
      resetSource: (source, body, { signal } = {}) =>
        send(connection, 'resetSource', { path: { source }, body, signal }),
      feed: (body, query = {}, { signal } = {}) => send(connection, 'postEvents', { body, query, signal })
    },
    replays: {
      folders: ({ signal } = {}) => send(connection, 'listReplayFolders', { signal }),
      list: (query = {}, { signal } = {}) => send(connection, 'listReplays', { query, signal }),
      get: (replayId, { signal } = {}) => send(connection, 'getReplay', { path: { replayId }, signal }),
      start: (body, { signal } = {}) => send(connection, 'startReplay', { body, signal }),
      stop: (replayId, { signal } = {}) => send(connection, 'stopReplay', { path: { replayId }, signal })
    }
  }
}
