import type { Transaction } from 'kysely'
import type { Provenance } from '../ports/provenance.ts'
import type { PredictionState, Tables } from '../ports/tables.ts'
import type { Page, PageRequest } from './page.ts'

/** Times are epoch milliseconds. `input`, `output` and the like are JSON text, which the store does not parse. */
export interface Submission {
  readonly predictor: string
  readonly subject: string | null
  readonly slice: string | null
  readonly input: string
  /** Origin of the input. Absent: real. */
  readonly provenance?: Provenance
  /** The version that must answer; null: the live version. */
  readonly pinnedVersion: number | null
  /** For one that the service makes beside the usual ones: its id and reason. It runs after the others. Absent: none. */
  readonly extra?: ExtraPrediction | null
  /** How the service knew that its input was complete, where it collected the input. Absent: a caller gave it. */
  readonly timedBy?: TimedBy
  /** Absent: the configured time after acceptance. */
  readonly deadlineAt?: number
  /** Address of the webhook that reports the end; null: none. */
  readonly callback: string | null
  readonly requestId: string | null
  readonly idempotency?: {
    /** '<route>:<api key id>:<Idempotency-Key>' */
    readonly key: string
    readonly bodyHash: string
  }
}

/** events: by the time of its source. clock: the source was silent, so the input may lack events that arrive late. */
type TimedBy = 'events' | 'clock'

interface ExtraPrediction {
  /** Unique. */
  readonly id: string
  readonly reason: string
}

export interface Accepted {
  readonly id: string
  readonly generation: number
  readonly createdAt: number
  readonly deadlineAt: number
  /** True: the idempotency key and body are known, and this is the earlier prediction. */
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
  /** While queued: the time of the next attempt. */
  readonly nextAttemptAt: number
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
  readonly deadlineAt: number
  readonly extra: ExtraPrediction | null
  /** Null: a caller gave the input. */
  readonly timedBy: TimedBy | null
  /** Once ended: the sweeper deletes it after this time. */
  readonly keepUntil: number | null
  readonly pinnedVersion: number | null
  readonly modelVersion: number | null
  /** sha256 of that version's artefact, hex. */
  readonly modelChecksum: string | null
  readonly callback: string | null
  readonly requestId: string | null
  /** Why it failed, or, while queued, why the last attempt failed. */
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

/** One attempt claimed by a worker. Every later write names its claim; a write with a lost claim changes nothing. */
export interface Claim {
  readonly id: string
  readonly generation: number
  readonly attempt: number
  /** The worker and the number of its claim. */
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

/** 'stale': the claim was lost (ended, canceled, another attempt or generation), and nothing was written. */
export type Written = 'written' | 'stale'

/** 'refused': the state of `prediction` does not allow it. 'done': `prediction` is the changed one. */
export type Change =
  | { readonly is: 'not-found' }
  | { readonly is: 'refused'; readonly prediction: Prediction }
  | { readonly is: 'done'; readonly prediction: Prediction }

interface BacklogFigures {
  /** `queued` and `running`: predictions that have not ended, by state. */
  readonly queued: number
  readonly running: number
  readonly oldestQueuedAt: number | null
  /** Predictions that ended in the last 60 s, by state. */
  readonly endedLastMinute: Readonly<Record<'succeeded' | 'failed' | 'canceled', number>>
}

interface Reaped {
  readonly deadlinePassed: number
  /** Running predictions whose worker was lost: queued again (`requeued`), or failed after the last attempt. */
  readonly requeued: number
  readonly exhausted: number
}

export interface PredictionSettings {
  /** Maximum number of attempts of a generation. */
  readonly maxAttempts: number
  /** Delay after the first failed attempt. It doubles with each further failure, up to the maximum. */
  readonly firstPauseSeconds: number
  readonly maxPauseSeconds: number
  /** Time from acceptance to the deadline, where the caller names none. */
  readonly deadlineSeconds: number
  /** How long an ended prediction is kept. */
  readonly keepSeconds: number
  /** Above about this number of predictions that have not ended, `accept` throws Failure('backlog-full'). */
  readonly maxBacklog: number
  /** Topic that gets a message for each ended prediction; null: none. */
  readonly predictionsTopic: string | null
}

/**
 * Predictions from acceptance to their end. The row is authoritative. States: queued -> running -> succeeded | failed |
 * canceled; retry opens a new generation (queued again). All methods throw Failure('database-unavailable' |
 * 'storage-full') when rows cannot be written.
 */
export interface Predictions {
  /**
   * Stores a prediction, with its job on the outbox. Durable when resolved. Concurrent calls share a commit, so a batch is
   * many concurrent calls. Throws Failure('idempotency-key-reused' | 'backlog-full' | 'storage-full').
   */
  accept(submission: Submission): Promise<Accepted>
  /**
   * Does the same within the caller's transaction, so that a cause and its predictions are stored together, exactly once.
   * Without idempotency keys and limit of the backlog: the caller checks `figures`. Call `wake` after the commit.
   */
  acceptWithin(
    transaction: Transaction<Tables>,
    submissions: readonly Submission[]
  ): Promise<readonly Accepted[]>
  /** Wakes the relay after the commit of `acceptWithin`, so that it does not wait for its poll. */
  wake(): void
  get(id: string): Promise<Prediction | null>
  /** The stored input (JSON text). */
  input(id: string): Promise<string | null>
  /** Newest first. */
  list(filter: PredictionFilter, page: PageRequest): Promise<Page<Prediction>>
  /**
   * Returns the prediction once it has ended, or its state after `milliseconds` or on abort; null: unknown. Ends in this
   * process are noticed at once, ends in other processes within 250 ms.
   */
  waitForEnd(id: string, milliseconds: number, signal?: AbortSignal): Promise<Prediction | null>
  /** Queued or running -> canceled. Refused in other states. */
  cancel(id: string): Promise<Change>
  /** Failed or canceled -> queued in a new generation. Refused in other states. */
  retry(id: string, deadlineAt?: number): Promise<Change>
  /**
   * Deletes predictions, inputs, outcomes, samples, scores, keys, dead letters and webhooks of a subject. Returns the
   * number of predictions.
   */
  deleteSubject(predictor: string, subject: string): Promise<number>

  /**
   * Claims the predictions of these messages that are queued, due and of this generation: they become running, and the
   * attempt counts. The caller drops the messages of all others (ended, canceled, postponed, another generation, claimed).
   */
  claim(
    messages: readonly { readonly id: string; readonly generation: number }[],
    owner: string,
    leaseSeconds: number
  ): Promise<readonly ClaimedPrediction[]>
  /** Extends the leases. Returns the ids whose claim was lost (canceled, ended, claimed by another worker). */
  renew(claims: readonly Claim[], leaseSeconds: number): Promise<readonly string[]>
  /** Returns the ids whose claim was lost, without writing. Cheap enough for every second. */
  lost(claims: readonly Claim[]): Promise<readonly string[]>
  /** Calls `listener` on each cancellation in this process. Returns a function that unsubscribes. */
  onCanceled(listener: (id: string) => void): () => void
  /** Ends predictions and adds feed event, webhook and message in the same transaction. One result each, in order. */
  finish(endings: readonly Ending[]): Promise<readonly Written[]>
  /**
   * For attempts that failed because of a dependency: queues them again after the backoff delay, or fails them with this
   * reason after the last attempt or when the delay would pass the deadline. One result each, in order.
   */
  postpone(postponements: readonly Postponement[]): Promise<readonly Written[]>
  /** Queues predictions again at once, without counting the attempt (draining). */
  release(claims: readonly Claim[]): Promise<readonly Written[]>

  /** Counts the predictions of one predictor, or of all. Cheap. */
  figures(predictor?: string): Promise<BacklogFigures>
  /** Fails overdue predictions and requeues those of lost workers. `isFresh`: all earlier workers have ended. */
  reap(options?: { readonly isFresh?: boolean }): Promise<Reaped>
  /** Adds the jobs of at most `limit` predictions that are due for longer than `silentSeconds` to the outbox again. */
  requeueSilent(predictor: string, silentSeconds: number, limit: number): Promise<number>
  /** Deletes at most `limit` predictions past keepUntil. Returns their number. */
  sweep(limit: number): Promise<number>
}
