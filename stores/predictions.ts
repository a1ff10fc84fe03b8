import type { Transaction } from 'kysely'
import type { Provenance } from '../ports/provenance.ts'
import type { PredictionState, Tables } from '../ports/tables.ts'
import type { Page, PageRequest } from './page.ts'

/** Times are epoch milliseconds; `input`, `output` and the like are JSON text, never looked into. */
export interface Submission {
  readonly predictor: string
  readonly subject: string | null
  readonly slice: string | null
  readonly input: string
  /** Where the input comes from. Absent: real. */
  readonly provenance?: Provenance
  /** The version that must answer; null: the live one. */
  readonly pinnedVersion: number | null
  /** Absent: after the configured time. */
  readonly deadlineAt?: number
  /** Where the end is told (a webhook's address). */
  readonly callback: string | null
  readonly requestId: string | null
  readonly idempotency?: {
    /** '<route>:<api key id>:<Idempotency-Key>' */
    readonly key: string
    readonly bodyHash: string
  }
}

export interface Accepted {
  readonly id: string
  readonly generation: number
  readonly createdAt: number
  readonly deadlineAt: number
  /** The key and body were seen before: this is that prediction, nothing new was made. */
  readonly isReplay: boolean
}

export interface Prediction {
  readonly id: string
  readonly predictor: string
  readonly subject: string | null
  readonly slice: string | null
  readonly state: PredictionState
  readonly generation: number
  readonly attempts: number
  /** While queued: when it is tried (again). */
  readonly nextAttemptAt: number
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
  readonly deadlineAt: number
  /** Once ended: swept after this. */
  readonly keepUntil: number | null
  readonly pinnedVersion: number | null
  readonly modelVersion: number | null
  /** sha256 of that version's artefact, hex. */
  readonly modelChecksum: string | null
  readonly callback: string | null
  readonly requestId: string | null
  /** Of a failed one; of a queued one, why the last attempt came to nothing. */
  readonly error: { readonly code: string; readonly reason: string } | null
  readonly features: string | null
  readonly output: string | null
  readonly timings: string | null
}

export interface PredictionFilter {
  readonly state?: PredictionState | undefined
  readonly predictor?: string | undefined
  readonly subject?: string | undefined
  readonly modelVersion?: number | undefined
  /** createdFrom <= created < createdBefore */
  readonly createdFrom?: number | undefined
  readonly createdBefore?: number | undefined
}

/** One attempt claimed by a worker. Every later write names it; one that is no longer the row's changes nothing. */
export interface Claim {
  readonly id: string
  readonly generation: number
  readonly attempt: number
  /** Whose it is: the worker, and which of its claims. */
  readonly owner: string
}

export interface ClaimedPrediction extends Claim {
  readonly predictor: string
  readonly subject: string | null
  readonly slice: string | null
  readonly input: string
  readonly pinnedVersion: number | null
  readonly createdAt: number
  readonly deadlineAt: number
  readonly requestId: string | null
}

export type Ending =
  | {
      readonly claim: Claim
      readonly state: 'succeeded'
      readonly output: string
      readonly features: string | null
      /** Null: answered without a model. */
      readonly modelVersion: number | null
      readonly modelChecksum: string | null
      readonly timings: string | null
    }
  | {
      readonly claim: Claim
      readonly state: 'failed'
      readonly code: string
      readonly reason: string
      readonly modelVersion: number | null
      readonly modelChecksum: string | null
      readonly timings: string | null
    }

export interface Postponement {
  readonly claim: Claim
  readonly code: string
  readonly reason: string
}

/** 'stale': the row has moved on (ended, canceled, another attempt or generation); nothing was written. */
export type Written = 'written' | 'stale'

/** 'not-found' | 'refused' (`prediction` says why: its state does not allow it) | 'done' (as it is now). */
export type Change =
  | { readonly is: 'not-found' }
  | { readonly is: 'refused'; readonly prediction: Prediction }
  | { readonly is: 'done'; readonly prediction: Prediction }

interface BacklogFigures {
  /** Of one predictor, by state; only of those that have not ended. */
  readonly queued: number
  readonly running: number
  readonly oldestQueuedAt: number | null
  /** Ended in the last 60 s, by outcome. */
  readonly endedLastMinute: Readonly<Record<'succeeded' | 'failed' | 'canceled', number>>
}

interface Reaped {
  readonly deadlinePassed: number
  /** Running ones whose worker was lost: queued again, or failed where attempts are exhausted. */
  readonly requeued: number
  readonly exhausted: number
}

export interface PredictionSettings {
  /** Attempts a generation may make. */
  readonly maxAttempts: number
  /** The pause after the first failed attempt; each further one is twice as long, up to the longest. */
  readonly firstPauseSeconds: number
  readonly maxPauseSeconds: number
  /** From acceptance, where the caller names no deadline. */
  readonly deadlineSeconds: number
  /** How long an ended prediction is kept. */
  readonly keepSeconds: number
  /** Not ended ones above which, approximately, accept throws Failure('backlog-full'). */
  readonly maxBacklog: number
  /** Topic that gets every end as a message; null: none. */
  readonly predictionsTopic: string | null
}

/**
 * Predictions from acceptance to their end: the row decides. States: queued -> running -> succeeded | failed |
 * canceled; retry opens a new generation (queued again). All methods throw Failure('database-unavailable' |
 * 'storage-full') when rows cannot be written.
 */
export interface Predictions {
  /**
   * Durable when resolved, with its job on the outbox. Concurrent calls share a commit: a batch is many calls at once.
   * Throws Failure('idempotency-key-reused' | 'backlog-full' | 'storage-full').
   */
  accept(submission: Submission): Promise<Accepted>
  /**
   * The same within the caller's transaction, for what is submitted exactly once because it stands beside what led to
   * it. No idempotency keys, and no bound on the backlog: the caller looks at `figures`. After the commit call `wake`.
   */
  acceptWithin(
    transaction: Transaction<Tables>,
    submissions: readonly Submission[]
  ): Promise<readonly Accepted[]>
  /** The relay need not wait for its poll: jobs were accepted within a transaction that is committed now. */
  wake(): void
  get(id: string): Promise<Prediction | null>
  /** The stored input (JSON text). */
  input(id: string): Promise<string | null>
  /** Newest first. */
  list(filter: PredictionFilter, page: PageRequest): Promise<Page<Prediction>>
  /**
   * The prediction once it has ended, or as it is after `milliseconds` or when aborted; null: unknown. Told at once of
   * ends in this process, within 250 ms of others'.
   */
  waitForEnd(id: string, milliseconds: number, signal?: AbortSignal): Promise<Prediction | null>
  /** Queued or running -> canceled. Refused for one that has ended. */
  cancel(id: string): Promise<Change>
  /** Failed or canceled -> queued in a new generation. Refused in other states. */
  retry(id: string, deadlineAt?: number): Promise<Change>
  /** Its predictions, inputs, outcome, samples, scores, keys, dead letters, webhooks; how many predictions there were. */
  deleteSubject(predictor: string, subject: string): Promise<number>

  /**
   * Takes what of these is queued, due and in this generation: running, attempt counted. The messages of all others
   * (ended, canceled, postponed, another generation, claimed by another) are to be dropped: the row decides.
   */
  claim(
    messages: readonly { readonly id: string; readonly generation: number }[],
    owner: string,
    leaseSeconds: number
  ): Promise<readonly ClaimedPrediction[]>
  /** Extends the leases; answers the ids that are no longer ours (canceled, ended, claimed by another). */
  renew(claims: readonly Claim[], leaseSeconds: number): Promise<readonly string[]>
  /** The ids among these that are no longer ours, without writing. Cheap: to be asked every second. */
  lost(claims: readonly Claim[]): Promise<readonly string[]>
  /** Told at once of every cancellation made in this process. Returns the way to stop listening. */
  onCanceled(listener: (id: string) => void): () => void
  /** One answer for each, in order. Ends are told (feed, webhook, topic) in the same transaction. */
  finish(endings: readonly Ending[]): Promise<readonly Written[]>
  /**
   * Something outside failed this attempt: queued again after the backoff delay, or failed with this reason where attempts are
   * exhausted or the pause would pass the deadline. One answer for each, in order.
   */
  postpone(postponements: readonly Postponement[]): Promise<readonly Written[]>
  /** Given back untried (draining): queued at once, the attempt is not counted. */
  release(claims: readonly Claim[]): Promise<readonly Written[]>

  /** Of all predictors together, or of one. Cheap. */
  figures(predictor?: string): Promise<BacklogFigures>
  /** Fails what passed its deadline, takes back what lost its worker. `isFresh`: no worker of before is alive. */
  reap(options?: { readonly isFresh?: boolean }): Promise<Reaped>
  /** Queued and due for longer than `silentSeconds`: puts the jobs of at most `limit` of them on the outbox again. */
  requeueSilent(predictor: string, silentSeconds: number, limit: number): Promise<number>
  /** Deletes at most `limit` of those past keepUntil; how many. */
  sweep(limit: number): Promise<number>
}
