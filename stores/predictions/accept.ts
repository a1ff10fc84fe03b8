import type { Transaction } from 'kysely'
import { Failure } from '../../ports/errors.ts'
import type { Tables } from '../../ports/tables.ts'
import { buildInsertRows } from '../insert-rows.ts'
import type { Accepted, Predictions, Submission } from '../predictions.ts'
import { buildBacklog } from './backlog.ts'
import type { PredictionContext } from './context.ts'
import { buildJob } from './job.ts'
import { buildKeys, type Keyed } from './keys.ts'

// Submissions one write takes along: bounds its statements, and how long the first waits for the last.
const MOST_AT_ONCE = 128

interface Fresh {
  readonly submission: Submission
  readonly accepted: Accepted
}

interface Waiting extends Keyed, Fresh {
  resolve(accepted: Accepted): void
  reject(reason: unknown): void
}

/** Submissions that come while a write is under way share the next one: few statements, one sync of the disk. */
export function buildAccept(context: PredictionContext): Pick<Predictions, 'accept' | 'acceptWithin'> {
  const { database, clock, makeId, outbox, settings } = context
  const backlog = buildBacklog(context)
  const keys = buildKeys(database)
  const waiting: Waiting[] = []
  let isScheduled = false
  const insertPredictions = buildInsertRows(database.reader, 'predictions', [
    'id',
    'predictor',
    'subject',
    'slice',
    'state',
    'generation',
    'attempts',
    'next_attempt_at',
    'created_at',
    'deadline_at',
    'pinned_version',
    'callback',
    'request_id'
  ])
  const insertInputs = buildInsertRows(database.reader, 'prediction_inputs', ['prediction_id', 'input'])

  function schedule(): void {
    if (isScheduled || waiting.length === 0) return
    isScheduled = true
    let batch: Waiting[] | null = null
    let settle: (() => void)[] = []
    const take = (): Waiting[] => {
      isScheduled = false
      const taken = waiting.splice(0, MOST_AT_ONCE)
      schedule()
      return taken
    }
    database
      .write(async transaction => {
        batch ??= take()
        settle = await insertBatch(transaction, batch)
      })
      .then(() => {
        for (const each of settle) each()
        outbox.wake('job')
      })
      .catch(error => {
        // A write refused before it began has taken nobody: those who wait now are its own.
        for (const { reject } of batch ?? take()) reject(error)
      })
  }

  async function insertBatch(
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
    await Promise.all([
      insertPredictions(transaction, fresh.map(toRow)),
      insertInputs(
        transaction,
        fresh.map(({ accepted, submission }) => ({ prediction_id: accepted.id, input: submission.input }))
      ),
      outbox.add(
        transaction,
        fresh.map(({ accepted, submission }) =>
          buildJob({ ...accepted, predictor: submission.predictor, attempts: 0 }, accepted.createdAt)
        )
      )
    ])
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
        schedule()
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
    state: 'queued' as const,
    generation: 1,
    attempts: 0,
    next_attempt_at: accepted.createdAt,
    created_at: accepted.createdAt,
    deadline_at: accepted.deadlineAt,
    pinned_version: submission.pinnedVersion,
    callback: submission.callback,
    request_id: submission.requestId
  }
}
