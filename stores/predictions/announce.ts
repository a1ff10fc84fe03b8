import type { Selectable, Transaction } from 'kysely'
import { type Envelope, PREDICTION_TYPE } from '../../ports/messages.ts'
import type { PredictionRow, Tables } from '../../ports/tables.ts'
import type { Outgoing } from '../outbox/outgoing.ts'
import type { NewWebhook } from '../webhooks.ts'
import type { PredictionContext } from './context.ts'
import { predictQueue } from './job.ts'
import { toExtra } from './record.ts'

const PREDICTIONS_FEED = 'predictions'

type Row = Selectable<PredictionRow>

/** Adds feed events, messages, webhooks and dead letters for changed rows, in the transaction of the change. */
export async function announce(
  { outbox, webhooks, settings }: PredictionContext,
  transaction: Transaction<Tables>,
  rows: readonly Row[],
  at: number
): Promise<void> {
  if (rows.length === 0) return
  const outgoing: Outgoing[] = rows.map(row => buildFeedEvent(row, at))
  const calls: NewWebhook[] = []
  for (const row of rows) {
    if (row.finished_at === null) continue
    if (settings.predictionsTopic !== null) outgoing.push(buildMessage(row, settings.predictionsTopic))
    if (row.callback !== null) calls.push(buildWebhook(row, row.callback, at))
  }
  const failed = rows.filter(row => row.state === 'failed')
  await Promise.all([
    outbox.add(transaction, outgoing),
    calls.length > 0 ? webhooks.add(transaction, calls) : null,
    failed.length > 0 ? addDeadLetters(transaction, failed, at) : null
  ])
}

type AnnouncedRow = Pick<
  Row,
  'id' | 'predictor' | 'subject' | 'slice' | 'state' | 'generation' | 'attempts'
> &
  Partial<Row>

/** Builds the feed event for the new state of a prediction. */
export function buildFeedEvent(row: AnnouncedRow, at: number): Outgoing {
  const { id, predictor, subject, slice, state, generation, attempts } = row
  return {
    id: `${id}.${generation}.${attempts}.${state}`,
    kind: 'feed',
    destination: PREDICTIONS_FEED,
    key: id,
    payload: JSON.stringify({
      id,
      predictor,
      subject,
      slice,
      state,
      generation,
      attempts,
      at: new Date(at).toISOString(),
      ...(row.model_version == null ? {} : { modelVersion: row.model_version }),
      ...(row.error_code == null ? {} : { error: { code: row.error_code, reason: row.error_reason } })
    })
  }
}

function buildMessage(row: Row, topic: string): Outgoing {
  const id = `${row.id}.${row.generation}`
  const message: Envelope<object> = {
    specversion: '1.0',
    type: PREDICTION_TYPE,
    source: 'groundswell/worker',
    id,
    subject: row.subject ?? row.id,
    data: describeEnd(row)
  }
  return {
    id,
    kind: 'message',
    destination: topic,
    key: row.subject ?? row.id,
    payload: JSON.stringify(message)
  }
}

function buildWebhook(row: Row, url: string, at: number): NewWebhook {
  return {
    id: `msg_${row.id}.${row.generation}`,
    predictionId: row.id,
    url,
    payload: JSON.stringify({
      type: `prediction.${row.state}`,
      timestamp: new Date(at).toISOString(),
      data: describeEnd(row)
    })
  }
}

function describeEnd(row: Row): object {
  return {
    id: row.id,
    predictor: row.predictor,
    subject: row.subject,
    slice: row.slice,
    state: row.state,
    generation: row.generation,
    attempts: row.attempts,
    createdAt: new Date(row.created_at).toISOString(),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at).toISOString(),
    extra: toExtra(row),
    timedBy: row.timed_by,
    requestedModel: row.pinned_version,
    modelVersion: row.model_version,
    modelChecksum: row.model_checksum,
    output: row.output === null ? null : JSON.parse(row.output),
    error: row.error_code === null ? null : { code: row.error_code, reason: row.error_reason }
  }
}

async function addDeadLetters(
  transaction: Transaction<Tables>,
  failed: readonly Row[],
  at: number
): Promise<void> {
  const letters = failed.map(row => ({
    id: `dlt_${row.id.slice(row.id.indexOf('_') + 1)}.${row.generation}`,
    queue: predictQueue(row.predictor),
    body: Buffer.from(JSON.stringify({ id: row.id, generation: row.generation })),
    properties: null,
    reason: `${row.error_code}: ${row.error_reason}`,
    prediction_id: row.id,
    created_at: at,
    redriven_at: null
  }))
  await transaction
    .insertInto('dead_letters')
    .values(letters)
    .onConflict(on => on.doNothing())
    .execute()
}
