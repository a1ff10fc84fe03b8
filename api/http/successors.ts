import { DEFAULT_PREDICTOR } from '../predictors.ts'
import { type OperationId, operations } from './contract.ts'

/**
 * The operations with an optional predictor in the query, each with its successor: the same operation with the predictor in
 * the path, whose handler answers both.
 */
export const successors = {
  listModels: 'listPredictorModels',
  getServingModel: 'getPredictorServingModel',
  listModelHistory: 'listPredictorModelHistory',
  getModelServingAt: 'getPredictorModelServingAt',
  compareModels: 'comparePredictorModels',
  listModelAccuracy: 'listPredictorModelAccuracy',
  rollbackModel: 'rollbackPredictorModel',
  collectModels: 'collectPredictorModels',
  getModel: 'getPredictorModel',
  getModelArtefact: 'getPredictorModelArtefact',
  promoteModel: 'promotePredictorModel',
  tagModel: 'tagPredictorModel',
  untagModel: 'untagPredictorModel',
  noteModel: 'notePredictorModel',
  listTrainingRuns: 'listPredictorTrainingRuns',
  startTraining: 'startPredictorTraining',
  putSamples: 'putPredictorSamples'
} as const satisfies { readonly [Id in OperationId]?: OperationId }

const answering: { readonly [Id in OperationId]?: OperationId } = successors

export function findSuccessor(id: OperationId): OperationId | null {
  return answering[id] ?? null
}

interface Read {
  readonly path: Record<string, unknown>
  readonly query: Record<string, unknown>
}

/** Converts the parameters to those of the successor. */
export function toSuccessor({ path, query: { predictor = DEFAULT_PREDICTOR, ...query } }: Read): Read {
  return { path: { ...path, predictor }, query }
}

const DEPRECATED_SINCE = Date.UTC(2026, 10, 29) / 1000

/** Returns the headers of a deprecated route: the date of the deprecation (RFC 9745) and the successor (RFC 5829). */
export function deprecationHeaders(successor: OperationId, path: Record<string, unknown>) {
  const { path: template } = operations.find(({ id }) => id === successor)!
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name]))
  )
  return { deprecation: `@${DEPRECATED_SINCE}`, link: `<${filled}>; rel="successor-version"` }
}
