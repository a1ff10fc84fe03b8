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

/** A change of a prediction. `gap`: events were missed because they expired or belong to the history before a restore. */
export type PredictionEvent<Change = PredictionChange> =
  | { readonly name: `prediction.${PredictionState}`; readonly id: string; readonly data: Change }
  | {
      readonly name: 'gap'
      readonly id: string | null
      readonly data: { readonly reason: 'expired' | 'unknown-id'; readonly oldest: number }
    }

/** An event of GET /feed. */
export type FeedEvent =
  | PredictionEvent
  | {
      readonly name: 'cascades' | 'alerts' | 'models'
      readonly id: string
      readonly data: Readonly<Record<string, unknown>>
    }

/** Options of one call. */
export interface CallOptions {
  /** Cancels the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

export interface SubmitOptions extends CallOptions {
  /** By default a new key for each call. With your own key, a submission stays the same across restarts of your program. */
  readonly idempotencyKey?: string
}

export interface WaitOptions extends CallOptions {
  /** How long to wait for the result, including the time in the queue. Then the call rejects with `timeout`. Default 120. */
  readonly timeoutSeconds?: number
}

export interface ExceedsOptions {
  /** Adds the probability that the true value is above this one. */
  readonly exceeds?: number | undefined
}

export interface FollowOptions extends CallOptions {
  /** Start after this event. By default: now. */
  readonly lastEventId?: string
  /** Called when the stream is open, and when it is lost and will be reopened. */
  readonly onConnection?: (state: 'open' | 'lost') => void
}

/** The query parameters of an operation. A parameter that is undefined is not sent. */
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

/** The JSON body of an answer that something was accepted (202). */
export type AcceptedOf<Id extends keyof operations> = JsonOf<
  operations[Id]['responses'][keyof operations[Id]['responses'] & 202]
>

/** The JSON body of a successful response of an operation. */
export type AnswerOf<Id extends keyof operations> = JsonOf<
  operations[Id]['responses'][keyof operations[Id]['responses'] & (200 | 201 | 202)]
>
