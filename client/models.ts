import type { Connection } from './connection.ts'
import { download, send } from './send.ts'
import type { AnswerOf, BodyOf, CallOptions, HistoryEntry, Model, ModelComparison, QueryOf } from './types.ts'

/** Of which predictor; by default `cascade-size`. */
export interface ModelOptions extends CallOptions {
  readonly predictor?: string
}

/**
 * Versions of a predictor's model. What changes them is sent once: without an answer (`network`, `timeout`) it may have
 * been done, and the history tells.
 */
export interface Models {
  /** One page, newest first; `everyItem` goes through all. */
  list(query?: QueryOf<'listModels'>, options?: CallOptions): Promise<AnswerOf<'listModels'>>
  get(version: number, options?: ModelOptions): Promise<Model>
  /** The version's bytes. Rejects with `unknown-version` where they were collected. */
  artefact(version: number, options?: ModelOptions): Promise<Uint8Array<ArrayBuffer>>
  /** What serves. Rejects with `not-found` where nothing does. */
  serving(options?: ModelOptions): Promise<Model>
  /** What served at a time; by default now. */
  servingAt(
    query?: QueryOf<'getModelServingAt'>,
    options?: CallOptions
  ): Promise<AnswerOf<'getModelServingAt'>>
  /** Every promotion, rollback, tag and note, newest first. */
  history(query?: QueryOf<'listModelHistory'>, options?: CallOptions): Promise<AnswerOf<'listModelHistory'>>
  /** What changed from version to version, and why each was promoted or not; newest first. */
  changelog(
    predictor: string,
    query?: QueryOf<'listModelChangelog'>,
    options?: CallOptions
  ): Promise<AnswerOf<'listModelChangelog'>>
  compare(first: number, second: number, options?: ModelOptions): Promise<ModelComparison>
  /** How each version did on what ended later; with `periodSeconds` over time. */
  accuracy(
    query?: QueryOf<'listModelAccuracy'>,
    options?: CallOptions
  ): Promise<AnswerOf<'listModelAccuracy'>>
  promote(version: number, why?: BodyOf<'promoteModel'>, options?: ModelOptions): Promise<HistoryEntry>
  /** To the version named, or the one that served before. */
  rollback(why?: BodyOf<'rollbackModel'>, options?: ModelOptions): Promise<HistoryEntry>
  tag(version: number, tag: string, options?: ModelOptions): Promise<HistoryEntry>
  untag(version: number, tag: string, options?: ModelOptions): Promise<HistoryEntry>
  note(version: number, note: BodyOf<'noteModel'>, options?: ModelOptions): Promise<HistoryEntry>
  /** Deletes artefacts of old versions; tells what it would where `dryRun` is not false. */
  collect(
    wishes?: Partial<BodyOf<'collectModels'>>,
    options?: ModelOptions
  ): Promise<AnswerOf<'collectModels'>>
}

export function buildModels(connection: Connection): Models {
  return {
    list: (query = {}, { signal } = {}) => send(connection, 'listModels', { query, signal }),
    get: (version, options) => send(connection, 'getModel', { path: { version }, ...read(options) }),
    artefact: (version, options) =>
      download(connection, 'getModelArtefact', { path: { version }, ...read(options) }),
    serving: options => send(connection, 'getServingModel', read(options)),
    servingAt: (query = {}, { signal } = {}) => send(connection, 'getModelServingAt', { query, signal }),
    history: (query = {}, { signal } = {}) => send(connection, 'listModelHistory', { query, signal }),
    changelog: (predictor, query = {}, { signal } = {}) =>
      send(connection, 'listModelChangelog', { path: { predictor }, query, signal }),
    compare: (first, second, { predictor, signal } = {}) =>
      send(connection, 'compareModels', { query: { predictor, first, second }, signal }),
    accuracy: (query = {}, { signal } = {}) => send(connection, 'listModelAccuracy', { query, signal }),
    promote: (version, body = {}, options) =>
      send(connection, 'promoteModel', { path: { version }, body, ...read(options) }),
    rollback: (body = {}, options) => send(connection, 'rollbackModel', { body, ...read(options) }),
    tag: (version, tag, options) =>
      send(connection, 'tagModel', { path: { version, tag }, ...read(options) }),
    untag: (version, tag, options) =>
      send(connection, 'untagModel', { path: { version, tag }, ...read(options) }),
    note: (version, body, options) =>
      send(connection, 'noteModel', { path: { version }, body, ...read(options) }),
    collect: (body = {}, options) => send(connection, 'collectModels', { body, ...read(options) })
  }
}

function read({ predictor, signal }: ModelOptions = {}) {
  return { query: { predictor }, signal }
}
