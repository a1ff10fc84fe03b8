import type { Generated } from 'kysely'
import type {
  AlertRow,
  CascadeChunkRow,
  CascadeJournalRow,
  CascadeRow,
  CheckpointRow,
  ReplayForecastRow,
  ReplayRow
} from './cascade-tables.ts'
import type { Provenance } from './provenance.ts'
import type {
  CalibrationRow,
  GoldenAnswersRow,
  SampleRow,
  ScoreRow,
  TrainingRunRow,
  VerificationRow
} from './training-tables.ts'

/**
 * The rows of all tables, the same for both databases. Times are epoch milliseconds, JSON is text, flags are 0 or 1.
 * The comment of a row names the store that writes it.
 */
export interface Tables {
  predictions: PredictionRow
  prediction_inputs: PredictionInputRow
  idempotency_keys: IdempotencyKeyRow
  outbox: OutboxRow
  feed: FeedRow
  dead_letters: DeadLetterRow
  webhook_deliveries: WebhookDeliveryRow
  outcomes: OutcomeRow
  samples: SampleRow
  scores: ScoreRow
  calibrations: CalibrationRow
  training_runs: TrainingRunRow
  verifications: VerificationRow
  golden_answers: GoldenAnswersRow
  leases: LeaseRow
  processes: ProcessRow
  secrets: SecretRow
  queue_messages: QueueMessageRow
  queue_dead_letters: QueueDeadLetterRow
  stream_topics: StreamTopicRow
  stream_batches: StreamBatchRow
  cascades: CascadeRow
  cascade_chunks: CascadeChunkRow
  cascade_journal: CascadeJournalRow
  checkpoints: CheckpointRow
  alerts: AlertRow
  replays: ReplayRow
  replay_forecasts: ReplayForecastRow
}

export type PredictionState = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled'

/** stores/predictions. The row is authoritative; a queue message only points to it. */
export interface PredictionRow {
  id: string
  predictor: string
  /** The subject of the prediction (a cascade's id); null for an anonymous one. */
  subject: string | null
  /** The group that accuracy is reported for (a window in seconds). */
  slice: string | null
  /** Origin of its input. */
  provenance: Generated<Provenance>
  state: PredictionState
  /** Retry and redrive add one. A terminal write compares generation, attempt and owner. */
  generation: number
  /** Attempts of this generation. */
  attempts: number
  next_attempt_at: number
  /** While running: its worker and the number of the claim, and the time at which the lease expires. */
  owner: string | null
  lease_until: number | null
  created_at: number
  started_at: number | null
  finished_at: number | null
  deadline_at: number
  /** Set with finished_at: the sweeper deletes the row after this time. */
  keep_until: number | null
  /** For one that the service made beside the usual ones: its id and reason. It has a low priority. */
  extra_id: Generated<string | null>
  extra_reason: Generated<string | null>
  /** How the service knew that the input which it collected was complete; null: a caller gave the input. */
  timed_by: Generated<'events' | 'clock' | null>
  pinned_version: number | null
  /** The version that answered. */
  model_version: number | null
  /** sha256 of its artefact, hex. */
  model_checksum: string | null
  callback: string | null
  request_id: string | null
  error_code: string | null
  error_reason: string | null
  features: string | null
  output: string | null
  timings: string | null
}

/** A table of its own, because an update writes the whole row: inputs are large and never change. */
interface PredictionInputRow {
  prediction_id: string
  input: string
}

interface IdempotencyKeyRow {
  /** '<route>:<api key id>:<Idempotency-Key>' */
  key: string
  body_hash: string
  prediction_id: string
  created_at: number
}

/**
 * stores/outbox. The transactional outbox: outgoing messages, written in the same transaction as the change that they
 * report. The relay deletes a row once its destination has stored the message. The id is deterministic, so that a
 * receiver can recognize duplicates. (Webhooks have a table of their own, webhook_deliveries.)
 */
interface OutboxRow {
  sequence: Generated<number>
  id: string
  /** job: to a queue; message: to a stream topic; feed: a server-sent event. */
  kind: OutboxKind
  destination: string
  key: string
  payload: string
  /** For a dead letter: its original bytes, sent instead of the payload, and its properties. */
  bytes: Generated<Uint8Array | null>
  properties: Generated<string | null>
  due_at: number
  created_at: number
}

export type OutboxKind = 'job' | 'message' | 'feed'

/** Server-sent events. The relay that holds the lease assigns `sequence` in order, after the commit of the event. */
export interface FeedRow {
  sequence: number
  outbox_id: string
  topic: string
  key: string
  payload: string
  created_at: number
}

interface DeadLetterRow {
  id: string
  queue: string
  /** The bytes as they arrived. */
  body: Uint8Array
  /** JSON, for redrive: key, headers and the broker's properties. */
  properties: string | null
  reason: string
  prediction_id: string | null
  created_at: number
  redriven_at: number | null
}

/** stores/webhooks. Written in the transaction that ends the prediction, retried until delivered or abandoned. */
export interface WebhookDeliveryRow {
  /** Deterministic; the header `webhook-id`. */
  id: string
  prediction_id: string | null
  url: string
  /** Host and port of the receiver: concurrent calls to it are limited. */
  host: string
  payload: string
  attempts: number
  next_attempt_at: number
  state: 'pending' | 'delivered' | 'abandoned'
  last_error: string | null
  created_at: number
  finished_at: number | null
}

/** The outcome of a subject. A later report revises it. */
export interface OutcomeRow {
  predictor: string
  subject: string
  /** Empty: the only one of its subject. */
  outcome_id: Generated<string>
  outcome: string
  ended_at: number
  revision: number
  /** The revision and sample version from which the trainer made samples and scores (0: none yet). */
  sampled_revision: number
  sampled_version: number
  source: 'reported' | 'stream'
  provenance: Generated<Provenance>
  /** The stream source that ended it; null: it was not ended by the stream. */
  stream_source: string | null
  /** Set when it was withdrawn as wrong: it has no samples and scores, and the stream does not restore it. */
  withdrawn_at: number | null
  created_at: number
}

/** stores/leases. One owner at a time: the relay, the reaper, the trainer. */
export interface LeaseRow {
  name: string
  owner: string
  until: number
}

/** stores/processes. Heartbeats: the running processes and the model versions of their threads. */
interface ProcessRow {
  id: string
  services: string
  started_at: number
  seen_at: number
  status: string
}

/** adapters/queue/embedded (SQLite only). */
interface QueueMessageRow {
  queue: string
  sequence: number
  id: string
  body: string
  /** Has a low priority. */
  is_low: Generated<number>
}

export interface QueueDeadLetterRow extends Omit<QueueMessageRow, 'is_low'> {
  /** Unique; several messages may have the same id. */
  letter_id: string
  reason: string
}

/** adapters/stream/embedded (SQLite only). */
export interface StreamTopicRow {
  number: number
  name: string
  partitions: number
  is_compacted: number
  retention_seconds: number | null
}

/** A batch of messages of one partition: see adapters/stream/embedded/packing. */
interface StreamBatchRow {
  topic: number
  partition: number
  /** The position of its last message, plus one. */
  next_position: number
  first_position: number
  created_at: number
  messages: string
}

/** stores/secrets. The first process that needs it writes it, once. */
interface SecretRow {
  name: string
  secret: string
}
