import type { Connection } from './connection.ts'
import { send } from './send.ts'
import type { AnswerOf, BodyOf, CallOptions, QueryOf } from './types.ts'

/** The cascades that the service watches, and the stream of their events. Lists are pages; `everyItem` reads all pages. */
export interface Stream {
  readonly cascades: {
    /** Lists the open cascades by default, those with the largest expected size first. */
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
    /** Resets the watermark of a source. It is sent once: if no answer arrives, look at the list. */
    resetSource(
      source: string,
      reset: BodyOf<'resetSource'>,
      options?: CallOptions
    ): Promise<AnswerOf<'resetSource'>>
    /** Stores events and watermarks: all of them, or none. */
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
    /** It is sent once: if no answer arrives, the list shows whether the replay has started. */
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
