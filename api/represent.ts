import type { Replay } from '../cascades/rows/replays.ts'
import { writeTime } from '../ports/calendar.ts'
import type { components } from '../ports/contract/generated/types.ts'
import type { CalibrationSummary } from '../stores/calibrations.ts'
import type { DeadLetter } from '../stores/dead-letters/dead-letter.ts'
import type { VersionSummary } from '../stores/model-versions.ts'
import type { Outcome } from '../stores/outcomes.ts'
import type { Prediction } from '../stores/predictions.ts'
import type { TrainingRun } from '../stores/training-runs.ts'
import type { WebhookDelivery } from '../stores/webhooks.ts'
import { DEFAULT_PREDICTOR } from './predictors.ts'

type Schemas = components['schemas']

/** Converts epoch milliseconds to an RFC 3339 time. */
export function toTime(milliseconds: number): string {
  return writeTime(milliseconds)
}

export function toNullableTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : toTime(milliseconds)
}

function predictionLinks(id: string): Schemas['PredictionLinks'] {
  const self = `/predictions/${id}`
  return { self, feed: `${self}/feed`, input: `${self}/input` }
}

export function toReplay(replay: Replay): Schemas['Replay'] {
  const { id, label, folder, model, provenance, state, reason, place, progress } = replay
  return {
    id,
    kind: model !== null ? 'topic' : folder === null ? 'simulation' : 'folder',
    label,
    folder,
    model,
    provenance,
    options: JSON.parse(replay.options),
    state,
    reason,
    round: model === null ? (place?.round ?? 0) + 1 : 1,
    ...progress,
    createdAt: toTime(replay.createdAt),
    startedAt: toNullableTime(replay.startedAt),
    finishedAt: toNullableTime(replay.finishedAt),
    links: { self: `/replays/${id}`, stop: `/replays/${id}/stop` }
  }
}

export function toPrediction(prediction: Prediction): Schemas['Prediction'] {
  const { id, state, modelVersion } = prediction
  return {
    id,
    predictor: prediction.predictor,
    subject: prediction.subject,
    state,
    generation: prediction.generation,
    attempts: prediction.attempts,
    createdAt: toTime(prediction.createdAt),
    startedAt: toNullableTime(prediction.startedAt),
    finishedAt: toNullableTime(prediction.finishedAt),
    nextAttemptAt: state === 'queued' ? toTime(prediction.nextAttemptAt) : null,
    deadlineAt: toTime(prediction.deadlineAt),
    keptUntil: toNullableTime(prediction.keepUntil),
    extra: prediction.extra,
    timedBy: prediction.timedBy,
    requestedModel: prediction.pinnedVersion,
    model: modelVersion === null ? null : { version: modelVersion, sha256: prediction.modelChecksum },
    callback: prediction.callback,
    requestId: prediction.requestId,
    result: prediction.output === null ? null : JSON.parse(prediction.output),
    error: prediction.error,
    timings: prediction.timings === null ? null : JSON.parse(prediction.timings),
    links: predictionLinks(id)
  }
}

export function toAccepted(
  prediction: Pick<Prediction, 'id' | 'predictor' | 'subject' | 'state'>
): Schemas['Accepted'] {
  const { id, predictor, subject, state } = prediction
  return { id, predictor, subject, state, links: predictionLinks(id) }
}

export function toOutcome({
  subject,
  outcome,
  endedAt,
  revision,
  source,
  provenance
}: Outcome): Schemas['CascadeOutcome'] {
  const { finalSize }: { readonly finalSize: number } = JSON.parse(outcome)
  return { cascadeId: subject, finalSize, endedAt: toTime(endedAt), revision, source, provenance }
}

export function toSubjectOutcome(stored: Outcome): Schemas['Outcome'] {
  const { predictor, subject, outcomeId, outcome, endedAt, revision, source, provenance } = stored
  return {
    predictor,
    subject,
    id: outcomeId === '' ? null : outcomeId,
    outcome: JSON.parse(outcome),
    endedAt: toTime(endedAt),
    revision,
    source,
    provenance
  }
}

export function toModelSummary({
  manifest,
  isServing,
  isCollected,
  tags
}: VersionSummary): Schemas['ModelSummary'] {
  const { predictor, version } = manifest
  const self = `${predictor === DEFAULT_PREDICTOR ? '' : `/predictors/${predictor}`}/models/${version}`
  return {
    predictor,
    version,
    sha256: manifest.sha256,
    bytes: manifest.bytes,
    createdAt: manifest.createdAt,
    parent: manifest.parent,
    codeVersion: manifest.codeVersion,
    isServing,
    isSimulated: manifest.isSimulated,
    isCollected,
    tags,
    links: { self, artefact: `${self}/artefact`, promote: `${self}/promote` }
  }
}

export function toModel(summary: VersionSummary, calibration: CalibrationSummary | null): Schemas['Model'] {
  const { manifest, notes } = summary
  // Only the trainer uses the group filter, which is as large as the training set.
  const { groupFilter: _, ...training } = manifest.training
  return {
    ...toModelSummary(summary),
    trainerNotes: manifest.notes,
    notes,
    schemaVersion: manifest.schemaVersion,
    features: manifest.features,
    training,
    metrics: manifest.metrics,
    otherMetrics: manifest.otherMetrics ?? [],
    calibration: calibration && { cases: calibration.cases, learnedAt: toTime(calibration.learnedAt) }
  }
}

export function toTrainingRun(run: TrainingRun): Schemas['TrainingRun'] {
  return {
    id: run.id,
    predictor: run.predictor,
    trigger: run.trigger,
    state: run.state,
    reason: run.reason,
    version: run.version,
    options: JSON.parse(run.options),
    report: run.report === null ? null : JSON.parse(run.report),
    createdAt: toTime(run.createdAt),
    startedAt: toNullableTime(run.startedAt),
    finishedAt: toNullableTime(run.finishedAt)
  }
}

/** Decodes the body as UTF-8 even when its last character is cut off; encodes other bytes in base64. */
function toBody({
  preview,
  bodyBytes
}: DeadLetter): Pick<Schemas['DeadLetter'], 'body' | 'bodyEncoding' | 'bodyBytes' | 'isBodyTruncated'> {
  const isBodyTruncated = preview.length < bodyBytes
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const body = decoder.decode(preview, { stream: isBodyTruncated })
    return { body, bodyEncoding: 'utf-8', bodyBytes, isBodyTruncated }
  } catch {
    const body = Buffer.from(preview).toString('base64')
    return { body, bodyEncoding: 'base64', bodyBytes, isBodyTruncated }
  }
}

export function toDeadLetter(deadLetter: DeadLetter): Schemas['DeadLetter'] {
  return {
    id: deadLetter.id,
    queue: deadLetter.queue,
    ...toBody(deadLetter),
    reason: deadLetter.reason,
    predictionId: deadLetter.predictionId,
    createdAt: toTime(deadLetter.createdAt),
    redrivenAt: toNullableTime(deadLetter.redrivenAt)
  }
}

export function toWebhookDelivery(delivery: WebhookDelivery): Schemas['WebhookDelivery'] {
  return {
    id: delivery.id,
    predictionId: delivery.predictionId,
    url: delivery.url,
    state: delivery.state,
    attempts: delivery.attempts,
    nextAttemptAt: delivery.state === 'pending' ? toTime(delivery.nextAttemptAt) : null,
    lastError: delivery.lastError,
    createdAt: toTime(delivery.createdAt),
    finishedAt: toNullableTime(delivery.finishedAt)
  }
}
