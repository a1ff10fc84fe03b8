import type { components } from '../contract/generated/types.ts'

type Schemas = components['schemas']
export type Prediction = Schemas['Prediction']
export type Forecast = Schemas['Forecast']
export type CascadeSubmission = Schemas['CascadeSubmission']
export type AcceptedCascade = Schemas['AcceptedCascade']
export type ModelSummary = Schemas['ModelSummary']
export type Model = Schemas['Model']
export type Metric = Schemas['Metric']
export type ModelComparison = Schemas['ModelComparison']
export type HistoryEntry = Schemas['HistoryEntry']
export type Accuracy = Schemas['Accuracy']
export type QueueFigures = Schemas['QueueFigures']
export type DeadLetter = Schemas['DeadLetter']
export type Process = Schemas['Process']
type Problem = Schemas['Problem']
interface List<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** What the service said no to, in its own words. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: Problem['code'] | 'unreachable'

  constructor(code: ServiceError['code'], reason: string) {
    super(reason)
    this.code = code
  }
}

const seg = encodeURIComponent

/** The operations of openapi.yaml that the page needs. Each rejects with ServiceError. */
export const service = {
  submitCascade: (body: CascadeSubmission) => send<AcceptedCascade>('POST', '/cascades', body),
  getPrediction: (id: string) => send<Prediction>('GET', `/predictions/${seg(id)}`),
  listFailed: () => send<List<Prediction>>('GET', '/predictions?state=failed&limit=20'),
  listPredictions: (limit: number) => send<List<Prediction>>('GET', `/predictions?limit=${limit}`),
  listModels: () => send<List<ModelSummary>>('GET', '/models?limit=100'),
  getModel: (version: number) => send<Model>('GET', `/models/${version}`),
  listHistory: () => send<List<HistoryEntry>>('GET', '/models/history?limit=100'),
  compareModels: (first: number, second: number) =>
    send<ModelComparison>('GET', `/models/compare?first=${first}&second=${second}`),
  listAccuracy: () => send<List<Accuracy>>('GET', '/models/accuracy'),
  promote: (version: number, reason: string) =>
    send<HistoryEntry>('POST', `/models/${version}/promote`, reason === '' ? {} : { reason }),
  rollback: (reason: string) =>
    send<HistoryEntry>('POST', '/models/rollback', reason === '' ? {} : { reason }),
  listQueues: () => send<List<QueueFigures>>('GET', '/queues'),
  listProcesses: () => send<List<Process>>('GET', '/processes'),
  listDeadLetters: () => send<List<DeadLetter>>('GET', '/dead-letters?limit=100'),
  redrive: (id: string) => send<DeadLetter>('POST', `/dead-letters/${seg(id)}/redrive`)
}

async function send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const response = await fetch(path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) })
  }).catch(() => {
    throw new ServiceError('unreachable', 'The service does not answer. Is it running?')
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer as Answer
  const { code, detail } = answer as Problem
  throw new ServiceError(code, detail)
}
