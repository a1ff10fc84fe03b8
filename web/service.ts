import { buildClient } from '../client/client.ts'
import type { components } from '../ports/contract/generated/types.ts'
import { fetchInSession } from './session.ts'

type Schemas = components['schemas']
export type Accuracy = Schemas['Accuracy']
export type Alert = Schemas['Alert']
export type CascadeDetail = Schemas['CascadeDetail']
export type DeadLetter = Schemas['DeadLetter']
export type StreamSource = Schemas['StreamSource']
export type Forecast = Schemas['Forecast']
export type HistoryEntry = Schemas['HistoryEntry']
export type Metric = Schemas['Metric']
export type Model = Schemas['Model']
export type ModelChangelogEntry = Schemas['ModelChangelogEntry']
export type ModelComparison = Schemas['ModelComparison']
export type Prediction = Schemas['Prediction']
export type Predictor = Schemas['Predictor']
export type Process = Schemas['Process']
export type QueueFigures = Schemas['QueueFigures']
export type Replay = Schemas['Replay']
export type Verification = Schemas['Verification']
export type WatchedCascade = Schemas['WatchedCascade']

/** The client of the service that this page came from. Only two attempts, because a user is waiting. */
export const service = buildClient({ url: '', attempts: 2, fetch: fetchInSession })
