import { setImmediate } from 'node:timers/promises'
import type { CompiledQuery, Transaction } from 'kysely'
import { Failure } from '../../ports/errors.ts'
import type { Tables } from '../../ports/tables.ts'
import { buildInsertStatements } from '../insert-rows.ts'
import type { Accepted, Predictions, Submission } from '../predictions.ts'
import { buildFeedEvent } from './announce.ts'
import { buildBacklog } from './backlog.ts'
import type { PredictionContext } from './context.ts'
import { buildJob } from './job.ts'
import { buildKeys, type Keyed } from './keys.ts'

// Submissions in one write: bounds its statements, and how long the first submission waits for the last.
const MAX_AT_ONCE = 128

interface Fresh {
  readonly submission: Submission
  readonly accepted: Accepted
}

interface Waiting extends Keyed, Fresh {
  resolve(accepted: Accepted): void
  reject(reason: unknown): void
}

/** Submissions that arrive during a write share the next one: few statements, one sync of the disk. */
export function buildAccept(context: PredictionContext): Pick<Predictions, 'accept' | 'acceptWithin'> {
  const { database, clock, makeId, outbox, settings } = context
  const backlog = buildBacklog(context)
  const keys = buildKeys(database)
  const waiting: Waiting[] = []
  let isWriting = false
  const insertPredictions = buildInsertStatements(database.reader, 'predictions', [
    'id',
    'predictor',
    'subject',
    'slice',
    'provenance',
    'state',
    'generation',
    'attempts',
    'next_attempt_at',
    'created_at',
    'deadline_at',
    'extra_id',
    'extra_reason',
    'timed_by',
    'pinned_version',
    'callback',
    'request_id'
  ])
  const insertInputs = buildInsertStatements(database.reader, 'prediction_inputs', ['prediction_id', 'input'])

  /** Writes one batch at a time. Submissions that arrive meanwhile form the next batch. */
  async function writeBatches(): Promise<void> {
    if (isWriting) return
    isWriting = true
    while (waiting.length > 0) {
      // Lets requests that have already arrived join the batch.
      await setImmediate()
      await writeBatch(waiting.splice(0, MAX_AT_ONCE))
    }
    isWriting = false
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const settle = await insertBatch(batch)
      for (const each of settle) each()
      outbox.wake('job')
      outbox.wake('feed')
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  async function insertBatch(batch: readonly Waiting[]): Promise<readonly (() => void)[]> {
    if (batch.some(({ submission }) => submission.idempotency !== undefined)) {
      return database.write(transaction => insertKeyed(transaction, batch))
    }
    await database.run(buildStatements(batch))
    return batch.map(each => () => each.resolve(each.accepted))
  }

  async function insertKeyed(
    transaction: Transaction<Tables>,
    batch: readonly Waiting[]
  ): Promise<(() => void)[]> {
    const replays = await keys.reserve(transaction, batch)
    const settle: (() => void)[] = []
    const fresh: Waiting[] = []
    for (const each of batch) {
      const replay = replays.get(each)
      if (replay === undefined) {
        fresh.push(each)
        settle.push(() => each.resolve(each.accepted))
      } else if (replay instanceof Failure) settle.push(() => each.reject(replay))
      else settle.push(() => each.resolve(replay))
    }
    await insertFresh(transaction, fresh)
    return settle
  }

  async function insertFresh(transaction: Transaction<Tables>, fresh: readonly Fresh[]): Promise<void> {
    await Promise.all(buildStatements(fresh).map(query => transaction.executeQuery(query)))
  }

  function buildStatements(fresh: readonly Fresh[]): readonly CompiledQuery[] {
    const rows = fresh.map(toRow)
    return [
      ...insertPredictions(rows),
      ...insertInputs(
        fresh.map(({ accepted, submission }) => ({ prediction_id: accepted.id, input: submission.input }))
      ),
      ...outbox.statements([
        ...rows.map(row => buildJob(row, row.created_at)),
        ...rows.map(row => buildFeedEvent(row, row.created_at))
      ])
    ]
  }

  function open(submission: Submission): Fresh {
    const createdAt = clock.now()
    const deadlineAt = submission.deadlineAt ?? createdAt + settings.deadlineSeconds * 1000
    return {
      submission,
      accepted: { id: makeId('prd'), generation: 1, createdAt, deadlineAt, isReplay: false }
    }
  }

  return {
    accept: submission =>
      new Promise((resolve, reject) => {
        backlog.admit()
        waiting.push({ ...open(submission), resolve, reject })
        void writeBatches()
      }),
    async acceptWithin(transaction, submissions) {
      const fresh = submissions.map(open)
      await insertFresh(transaction, fresh)
      return fresh.map(({ accepted }) => accepted)
    }
  }
}

function toRow({ submission, accepted }: Fresh) {
  return {
    id: accepted.id,
    predictor: submission.predictor,
    subject: submission.subject,
    slice: submission.slice,
    provenance: submission.provenance ?? 'real',
    state: 'queued' as const,
    generation: 1,
    attempts: 0,
    next_attempt_at: accepted.createdAt,
    created_at: accepted.createdAt,
    deadline_at: accepted.deadlineAt,
    extra_id: submission.extra?.id ?? null,
    extra_reason: submission.extra?.reason ?? null,
    timed_by: submission.timedBy ?? null,
    pinned_version: submission.pinnedVersion,
    callback: submission.callback,
    request_id: submission.requestId
  }
}
