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
  GoldenAnswersRow,
  SampleRow,
  ScoreRow,
  TrainingRunRow,
  VerificationRow
} from './training-tables.ts'

/**
 * The rows. Times are epoch milliseconds, JSON is text, flags are 0 or 1: one shape for both databases.
 * A comment says who writes a table.
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

/** stores/predictions. The row decides; a queue message only points here. */
export interface PredictionRow {
  id: string
  predictor: string
  /** What the prediction is about (a cascade's id), null for an anonymous one. */
  subject: string | null
  /** Where figures are reported for each (a window in seconds). */
  slice: string | null
  /** Where its input comes from. */
  provenance: Generated<Provenance>
  state: PredictionState
  /** Which try at its life: counted by retry and redrive. A terminal write compares it, the attempt and the owner. */
  generation: number
  /** Within this generation. */
  attempts: number
  next_attempt_at: number
  /** While running: its worker and which of its claims, and until when the worker may be silent. */
  owner: string | null
  lease_until: number | null
  created_at: number
  started_at: number | null
  finished_at: number | null
  deadline_at: number
  /** Set with finished_at: swept after this. */
  keep_until: number | null
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

/** Beside its prediction, because a row that changes is written whole: inputs are large and never change. */
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
 * stores/outbox. What is to leave the process, written in the transaction that makes it true. The relay deletes a row
 * once its destination has it; the id is deterministic, so that a second sending can be told from a second event.
 * (A webhook's outbox is webhook_deliveries, where it also waits for its next attempt.)
 */
interface OutboxRow {
  sequence: Generated<number>
  id: string
  /** job: to a queue; message: to a stream topic; feed: a server-sent event. */
  kind: OutboxKind
  destination: string
  key: string
  payload: string
  /** Sent in place of the payload: a dead letter as it came, with what came with it. */
  bytes: Generated<Uint8Array | null>
  properties: Generated<string | null>
  due_at: number
  created_at: number
}

export type OutboxKind = 'job' | 'message' | 'feed'

/** Server-sent events: `sequence` is given after commit, in order, by the one relay that holds the lease. */
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
  /** As they came. */
  body: Uint8Array
  /** JSON: what came with them (key, headers, the broker's properties), for redrive. */
  properties: string | null
  reason: string
  prediction_id: string | null
  created_at: number
  redriven_at: number | null
}

/** stores/webhooks. Written in the transaction that makes its payload true, tried until delivered or abandoned. */
export interface WebhookDeliveryRow {
  /** Deterministic; what the receiver sees as webhook-id. */
  id: string
  prediction_id: string | null
  url: string
  /** Name and port of the receiver: calls are bounded by it. */
  host: string
  payload: string
  attempts: number
  next_attempt_at: number
  state: 'pending' | 'delivered' | 'abandoned'
  last_error: string | null
  created_at: number
  finished_at: number | null
}

/** What became of a subject; a later report revises it. */
export interface OutcomeRow {
  predictor: string
  subject: string
  /** Empty: the only one of its subject. */
  outcome_id: Generated<string>
  outcome: string
  ended_at: number
  revision: number
  /** The revision the trainer has made samples and scores of (0: none yet), and as which sample version. */
  sampled_revision: number
  sampled_version: number
  source: 'reported' | 'stream'
  provenance: Generated<Provenance>
  /** The source of the stream that ended it; null: the stream did not. */
  stream_source: string | null
  /** It was made by mistake: it has no samples and scores, and the stream does not bring it back. */
  withdrawn_at: number | null
  created_at: number
}

/** One owner at a time: the relay, the reaper, the trainer. */
export interface LeaseRow {
  name: string
  owner: string
  until: number
}

/** Heartbeats: which processes run, what their threads serve. */
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
}

export interface QueueDeadLetterRow extends QueueMessageRow {
  /** Of this letter alone: messages may call themselves alike. */
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

/** Many messages of one partition: see adapters/stream/embedded/packing. */
interface StreamBatchRow {
  topic: number
  partition: number
  /** One more than the position of the last message in it. */
  next_position: number
  first_position: number
  created_at: number
  messages: string
}

/** stores/secrets: written once by the first process that needs it. */
interface SecretRow {
  name: string
  secret: string
}
