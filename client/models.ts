import type { Connection } from './connection.ts'
import { download, send } from './send.ts'
import type { AnswerOf, BodyOf, CallOptions, HistoryEntry, Model, ModelComparison, QueryOf } from './types.ts'

/** Of which predictor; by default `cascade-size`. */
interface ModelOptions extends CallOptions {
  readonly predictor?: string | undefined
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
  /** What is live. Rejects with `not-found` where nothing does. */
  serving(options?: ModelOptions): Promise<Model>
  /** What served at a time; by default now. */
  servingAt(
    query?: QueryOf<'getModelServingAt'>,
    options?: CallOptions
  ): Promise<AnswerOf<'getModelServingAt'>>
  /** Every promotion, rollback, tag and note, newest first. */
  history(query?: QueryOf<'listModelHistory'>, options?: CallOptions): Promise<AnswerOf<'listModelHistory'>>
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
  collect(body?: Partial<BodyOf<'collectModels'>>, options?: ModelOptions): Promise<AnswerOf<'collectModels'>>
}

/** Of the predictor `bound` where a call names no other. */
export function buildModels(connection: Connection, bound: string): Models {
  const toSending = ({ predictor = bound, signal }: ModelOptions = {}, path = {}) => ({
    path: { ...path, predictor },
    signal
  })
  return {
    list: ({ predictor, ...query } = {}, { signal } = {}) =>
      send(connection, 'listPredictorModels', { ...toSending({ predictor, signal }), query }),
    get: (version, options) => send(connection, 'getPredictorModel', toSending(options, { version })),
    artefact: (version, options) =>
      download(connection, 'getPredictorModelArtefact', toSending(options, { version })),
    serving: options => send(connection, 'getPredictorServingModel', toSending(options)),
    servingAt: ({ predictor, ...query } = {}, { signal } = {}) =>
      send(connection, 'getPredictorModelServingAt', { ...toSending({ predictor, signal }), query }),
    history: ({ predictor, ...query } = {}, { signal } = {}) =>
      send(connection, 'listPredictorModelHistory', { ...toSending({ predictor, signal }), query }),
    compare: (first, second, options) =>
      send(connection, 'comparePredictorModels', { ...toSending(options), query: { first, second } }),
    accuracy: ({ predictor, ...query } = {}, { signal } = {}) =>
      send(connection, 'listPredictorModelAccuracy', { ...toSending({ predictor, signal }), query }),
    promote: (version, body = {}, options) =>
      send(connection, 'promotePredictorModel', { ...toSending(options, { version }), body }),
    rollback: (body = {}, options) =>
      send(connection, 'rollbackPredictorModel', { ...toSending(options), body }),
    tag: (version, tag, options) =>
      send(connection, 'tagPredictorModel', toSending(options, { version, tag })),
    untag: (version, tag, options) =>
      send(connection, 'untagPredictorModel', toSending(options, { version, tag })),
    note: (version, body, options) =>
      send(connection, 'notePredictorModel', { ...toSending(options, { version }), body }),
    collect: (body = {}, options) =>
      send(connection, 'collectPredictorModels', { ...toSending(options), body })
  }
}
