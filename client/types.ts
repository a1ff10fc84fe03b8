import type { components, operations } from '../ports/contract/generated/types.ts'

type Schemas = components['schemas']

export type Accepted = Schemas['Accepted']
export type AcceptedCascade = Schemas['AcceptedCascade']
export type CascadeSubmission = Schemas['CascadeSubmission']
export type DeadLetter = Schemas['DeadLetter']
export type Forecast = Schemas['Forecast']
export type HistoryEntry = Schemas['HistoryEntry']
export type Model = Schemas['Model']
export type ModelChangelogEntry = Schemas['ModelChangelogEntry']
export type ModelComparison = Schemas['ModelComparison']
export type ModelSummary = Schemas['ModelSummary']
export type Prediction = Schemas['Prediction']
export type PredictionChange = Schemas['PredictionChange']
export type PredictionState = Schemas['PredictionState']
export type PredictionSubmission = Schemas['PredictionSubmission']
export type TrainingRun = Schemas['TrainingRun']
export type Verification = Schemas['Verification']

/** A prediction of the predictor `cascade-size`. */
export type CascadePrediction = Omit<Prediction, 'result'> & { readonly result: Forecast | null }

/** What became of a prediction. `gap`: events were missed, which are no longer kept or were of another history (a restore). */
export type PredictionEvent<Change = PredictionChange> =
  | { readonly name: `prediction.${PredictionState}`; readonly id: string; readonly data: Change }
  | {
      readonly name: 'gap'
      readonly id: string | null
      readonly data: { readonly reason: 'expired' | 'unknown-id'; readonly oldest: number }
    }

/** What changed, as GET /feed tells it. */
export type FeedEvent =
  | PredictionEvent
  | {
      readonly name: 'cascades' | 'alerts' | 'models'
      readonly id: string
      readonly data: Readonly<Record<string, unknown>>
    }

/** For one call. */
export interface CallOptions {
  /** The call rejects with its reason. */
  readonly signal?: AbortSignal | undefined
}

export interface SubmitOptions extends CallOptions {
  /** By default one made for the call. Your own makes a submission yours across restarts of your program. */
  readonly idempotencyKey?: string
}

export interface WaitOptions extends CallOptions {
  /** For the end, the waiting in the queue included; then the call rejects with the code `timeout`. Default 120. */
  readonly timeoutSeconds?: number
}

export interface FollowOptions extends CallOptions {
  /** Begin after this event. Without it: now. */
  readonly lastEventId?: string
  /** Called when a stream is open, and when it was lost and will be opened again. */
  readonly onConnection?: (state: 'open' | 'lost') => void
}

/** The query parameters of an operation; one that is undefined is not sent. */
export type QueryOf<Id extends keyof operations> = MayBeUndefined<
  NonNullable<operations[Id]['parameters']['query']>
>

type MayBeUndefined<Fields> = {
  [Name in keyof Fields]: Partial<Fields>[Name] extends Fields[Name] ? Fields[Name] | undefined : Fields[Name]
}

/** The JSON body of an operation. */
export type BodyOf<Id extends keyof operations> =
  NonNullable<operations[Id]['requestBody']> extends { content: { 'application/json': infer Json } }
    ? Json
    : undefined

type JsonOf<Response> = Response extends { content: { 'application/json': infer Json } } ? Json : never

/** What an operation answers when it does what was asked. */
export type AnswerOf<Id extends keyof operations> = JsonOf<
  operations[Id]['responses'][keyof operations[Id]['responses'] & (200 | 201 | 202)]
>
