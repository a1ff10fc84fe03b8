import type { Selectable } from 'kysely'
import type { PredictionRow } from '../../ports/tables.ts'
import type { Prediction } from '../predictions.ts'

/** Converts a row. */
export function toPrediction(row: Selectable<PredictionRow>): Prediction {
  return {
    id: row.id,
    predictor: row.predictor,
    subject: row.subject,
    slice: row.slice,
    state: row.state,
    generation: row.generation,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    deadlineAt: row.deadline_at,
    extra: toExtra(row),
    timedBy: row.timed_by,
    keepUntil: row.keep_until,
    pinnedVersion: row.pinned_version,
    modelVersion: row.model_version,
    modelChecksum: row.model_checksum,
    callback: row.callback,
    requestId: row.request_id,
    error: row.error_code === null ? null : { code: row.error_code, reason: row.error_reason ?? '' },
    features: row.features,
    output: row.output,
    timings: row.timings
  }
}

export function toExtra({
  extra_id: id,
  extra_reason: reason
}: Pick<Selectable<PredictionRow>, 'extra_id' | 'extra_reason'>): Prediction['extra'] {
  return id === null ? null : { id, reason: reason ?? '' }
}
