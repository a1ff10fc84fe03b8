import type { Generated } from 'kysely'
import type { Provenance } from './provenance.ts'

// The rows of training and of what is measured. What ports/tables.ts says of rows holds for these.

/** What the trainer reads: one finished case at one slice. */
export interface SampleRow {
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
export interface ScoreRow {
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
export interface GoldenAnswersRow {
  predictor: string
  version: number
  /** sha256 of the set, hex. */
  golden_set: string
  /** JSON, in the order of the set. */
  answers: string
  created_at: number
}
