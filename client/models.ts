import type { Connection } from './connection.ts'
import { download, send } from './send.ts'
import type { AnswerOf, BodyOf, CallOptions, HistoryEntry, Model, ModelComparison, QueryOf } from './types.ts'

/** Options of one call. `predictor` names the predictor; the default is `cascade-size`. */
interface ModelOptions extends CallOptions {
  readonly predictor?: string | undefined
}

/**
 * The versions of a predictor's model. A change is sent once: if no answer arrives (`network`, `timeout`), the history
 * shows whether it was made.
 */
export interface Models {
  /** Lists one page, newest first; `everyItem` reads all pages. */
  list(query?: QueryOf<'listModels'>, options?: CallOptions): Promise<AnswerOf<'listModels'>>
  get(version: number, options?: ModelOptions): Promise<Model>
  /** Downloads the artefact. Rejects with `unknown-version` if it was garbage-collected. */
  artefact(version: number, options?: ModelOptions): Promise<Uint8Array<ArrayBuffer>>
  /** The live version. Rejects with `not-found` if no version is live. */
  serving(options?: ModelOptions): Promise<Model>
  /** The version that was live at a time; by default now. */
  servingAt(
    query?: QueryOf<'getModelServingAt'>,
    options?: CallOptions
  ): Promise<AnswerOf<'getModelServingAt'>>
  /** Lists every promotion, rollback, tag and note, newest first. */
  history(query?: QueryOf<'listModelHistory'>, options?: CallOptions): Promise<AnswerOf<'listModelHistory'>>
  compare(first: number, second: number, options?: ModelOptions): Promise<ModelComparison>
  /** Lists the losses of each version on reported outcomes; with `periodSeconds` by period. */
  accuracy(
    query?: QueryOf<'listModelAccuracy'>,
    options?: CallOptions
  ): Promise<AnswerOf<'listModelAccuracy'>>
  promote(version: number, why?: BodyOf<'promoteModel'>, options?: ModelOptions): Promise<HistoryEntry>
  /** Rolls back to the named version, or to the version that was live before. */
  rollback(why?: BodyOf<'rollbackModel'>, options?: ModelOptions): Promise<HistoryEntry>
  tag(version: number, tag: string, options?: ModelOptions): Promise<HistoryEntry>
  untag(version: number, tag: string, options?: ModelOptions): Promise<HistoryEntry>
  note(version: number, note: BodyOf<'noteModel'>, options?: ModelOptions): Promise<HistoryEntry>
  /** Deletes artefacts of old versions. It is a dry run unless `dryRun` is false. */
  collect(body?: Partial<BodyOf<'collectModels'>>, options?: ModelOptions): Promise<AnswerOf<'collectModels'>>
}

/** Builds the calls for the predictor `bound`, unless a call names another one. */
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
