import type { Generated } from 'kysely'
import type { Provenance } from './provenance.ts'

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

/** What the trainer reads: one finished case at one slice. */
interface SampleRow {
  id: string
  predictor: string
  version: number
  /** Never split between training and test. */
  subject: string
  /** Of which outcome; empty: the only one of its subject. */
  outcome_id: Generated<string>
  slice: string | null
  sample: string
  provenance: Generated<Provenance>
  ended_at: number
  created_at: number
}

/**
 * How the version that answered did on one finished case (null: no version, or no answer), beside those it must beat
 * on the same case: the predictor without a model, and its baselines.
 */
interface ScoreRow {
  prediction_id: string
  /** Against which outcome; empty: the only one of its subject. */
  outcome_id: Generated<string>
  predictor: string
  model_version: number | null
  slice: string | null
  subject: string
  /** Null: the answer was none (a failure). */
  loss: number | null
  model_less_loss: number | null
  /** JSON: by name of the baseline; one without a loss is absent. */
  baseline_losses: Generated<string>
  provenance: Generated<Provenance>
  ended_at: number
  /** When it was predicted. */
  forecast_at: number
  created_at: number
}

export interface TrainingRunRow {
  id: string
  predictor: string
  /** requested, samples, schedule, drift, loss. */
  trigger: string
  /** queued: asked for, the trainer has not begun. */
  state: 'queued' | 'running' | 'promoted' | 'declined' | 'postponed' | 'failed' | 'published'
  reason: string | null
  version: number | null
  /** JSON: what was asked for (seed, predictor's own options, override with its reason and actor). */
  options: string
  /** JSON: sizes of the sets, losses by slice, the gate's figures. */
  report: string | null
  created_at: number
  started_at: number | null
  finished_at: number | null
}

/** stores/verifications. One measurement of the live version. */
export interface VerificationRow {
  id: string
  predictor: string
  /** newest: on the outcomes that ended last; golden: on the predictor's golden set. */
  kind: 'newest' | 'golden'
  trigger: 'by-hand' | 'schedule'
  /** undecided: it could not be measured, or there were too few cases. */
  state: 'queued' | 'running' | 'passed' | 'failed' | 'undecided'
  /** How often it began: one whose trainers die is not begun for ever. */
  attempts: number
  /** The version that was live when it began. */
  version: number | null
  cases: number | null
  /** JSON: losses by forecaster and slice. */
  metrics: string | null
  reason: string | null
  created_at: number
  started_at: number | null
  finished_at: number | null
}

/** stores/verifications. What a version answered when it was first verified on a golden set; never changed. */
interface GoldenAnswersRow {
  predictor: string
  version: number
  /** sha256 of the set, hex. */
  golden_set: string
  /** JSON, in the order of the set. */
  answers: string
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

/** cascades/rows/cascades; written by the collector. Times of the cascade are epoch seconds, as its events bear them. */
export interface CascadeRow {
  id: string
  partition: number
  source: string
  provenance: Generated<Provenance>
  /** forgotten: deleted; the row stays for a while, so that events still to come are dropped. */
  state: 'open' | 'ended' | 'forgotten'
  origin: number | null
  /** Position of the post among the events, -1 while it has not come. */
  post: number
  is_adopted: number
  first_time: number
  last_time: number
  events: number
  chunks: number
  /** JSON: the windows passed, in seconds. */
  windows_done: string
  due_at: number | null
  ended_at: number | null
  revision: number
  /** The latest forecast: of which window, its point, interval and prediction. */
  forecast_window: number | null
  forecast_point: number | null
  forecast_low: number | null
  forecast_high: number | null
  forecast_id: string | null
  /** Epoch milliseconds: what the sweep goes by. */
  updated_at: number
}

/** Packed events, 24 bytes each: see cascades/collector/event-log. A checkpoint adds at most one a cascade. */
interface CascadeChunkRow {
  cascade_id: string
  number: number
  bytes: Uint8Array
}

/**
 * Packed events of many cascades of a partition, on their way to chunks: what a checkpoint adds where a row and a chunk
 * for each cascade would be too much.
 */
interface CascadeJournalRow {
  partition: number
  /** The position that the checkpoint came to. */
  number: number
  /** JSON: the ids of the cascades, and how many events each has in `bytes`. */
  cascades: string
  bytes: Uint8Array
}

/** How far a group has come in a partition. Written only by its owner: position and owner are compared and set. */
interface CheckpointRow {
  group_name: string
  topic: string
  partition: number
  owner: string
  position: number
  /** JSON: what else the owner must know to go on from there. */
  state: string | null
  updated_at: number
}

/** cascades/rows/alerts: once a cascade and window. */
export interface AlertRow {
  id: string
  cascade_id: string
  window_seconds: number
  prediction_id: string
  /** The value that passed the threshold: the point, or the quantile that is watched. */
  predicted: number
  measure: string
  threshold: number
  created_at: number
}

/** stores/secrets: written once by the first process that needs it. */
interface SecretRow {
  name: string
  secret: string
}

/** cascades/rows/replays: asked for by anybody, played by the one source that holds the lease. */
export interface ReplayRow {
  id: string
  /** What the ids of its cascades begin with. */
  label: string
  /** Null: simulated, or the recorded topic. */
  folder: string | null
  /** The version that the recorded topic is forecast through; null: events are put on the stream. */
  model: Generated<number | null>
  /** Of its events. */
  provenance: Generated<Provenance>
  /** JSON. */
  options: string
  state: 'queued' | 'running' | 'succeeded' | 'failed' | 'stopped'
  /** Why it failed. */
  reason: string | null
  owner: string | null
  lease_until: number | null
  /** Where it stands: events taken of which round, and the epoch seconds that round began at. */
  round: number
  taken: number
  epoch: number | null
  /** Sent in all rounds. */
  events: number
  cascades: number
  total_events: number | null
  total_cascades: number | null
  /** JSON, of when it began: the collector's counters, or of one through a version the topic's ends. */
  collected_before: string | null
  /** A digest of what its folder held when it began. */
  content: string | null
  created_at: number
  started_at: number | null
  finished_at: number | null
}

/** cascades/rows/replay-forecasts. What a replay through a version has asked for: once a cascade and window. */
interface ReplayForecastRow {
  replay_id: string
  subject: string
  slice: string
  prediction_id: string
}
