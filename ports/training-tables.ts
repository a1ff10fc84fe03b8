import type { Generated } from 'kysely'
import type { Provenance } from './provenance.ts'

// The rows of training and accuracy. They follow the conventions of ports/tables.ts.

/** stores/samples. One finished case in one slice, for the trainer. */
export interface SampleRow {
  id: string
  predictor: string
  version: number
  /** Never split between training and test. */
  subject: string
  /** The id of its outcome; empty: the only one of its subject. */
  outcome_id: Generated<string>
  slice: string | null
  sample: string
  provenance: Generated<Provenance>
  ended_at: number
  created_at: number
}

/**
 * stores/scores. The loss of the version that answered on one finished case (null: no version, or no answer), with the
 * losses that it must beat on the same case: of the predictor without a model, and of its baselines.
 */
export interface ScoreRow {
  prediction_id: string
  /** The id of the outcome; empty: the only one of its subject. */
  outcome_id: Generated<string>
  predictor: string
  model_version: number | null
  slice: string | null
  subject: string
  /** Null: there was no answer (a failure). */
  loss: number | null
  model_less_loss: number | null
  /** JSON: losses by name of the baseline; one without a loss is absent. */
  baseline_losses: Generated<string>
  provenance: Generated<Provenance>
  ended_at: number
  /** The time of the prediction. */
  forecast_at: number
  created_at: number
}

/** stores/calibrations. What a version learned from recent outcomes. */
export interface CalibrationRow {
  predictor: string
  version: number
  /** JSON, as its predictor defines it. Null: too few cases to learn from. */
  calibration: string | null
  cases: number
  learned_at: number
}

export interface TrainingRunRow {
  id: string
  predictor: string
  /** requested, samples, schedule, drift, loss. */
  trigger: string
  /** queued: requested, and not started. */
  state: 'queued' | 'running' | 'promoted' | 'declined' | 'postponed' | 'failed' | 'published'
  reason: string | null
  version: number | null
  /** JSON: the request (seed, the predictor's own options, override with its reason and actor). */
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
  /** newest: on the newest outcomes; golden: on the predictor's golden set. */
  kind: 'newest' | 'golden'
  trigger: 'by-hand' | 'schedule'
  /** undecided: the measurement failed, or there were too few cases. */
  state: 'queued' | 'running' | 'passed' | 'failed' | 'undecided'
  /** How often it started. Bounded, because its trainer may die each time. */
  attempts: number
  /** The version that was live at its start. */
  version: number | null
  cases: number | null
  /** JSON: losses by forecaster and slice. */
  metrics: string | null
  reason: string | null
  created_at: number
  started_at: number | null
  finished_at: number | null
}

/** stores/verifications. The answers of a version at its first verification on a golden set. They never change. */
export interface GoldenAnswersRow {
  predictor: string
  version: number
  /** sha256 of the set, hex. */
  golden_set: string
  /** JSON, in the order of the set. */
  answers: string
  created_at: number
}
