import type { Selectable, Transaction } from 'kysely'
import { backoffDelayMs, toRetryPolicy } from '../../ports/retry/retry-policy.ts'
import type { PredictionRow, Tables } from '../../ports/tables.ts'
import type { Claim, Ending, Postponement, Predictions, Written } from '../predictions.ts'
import { buildStatement } from '../statement.ts'
import { announce } from './announce.ts'
import type { PredictionContext } from './context.ts'
import { buildJob } from './job.ts'

type Row = Selectable<PredictionRow>
type EndName =
  | 'id'
  | 'generation'
  | 'attempt'
  | 'owner'
  | 'state'
  | 'now'
  | 'keepUntil'
  | 'output'
  | 'features'
  | 'modelVersion'
  | 'modelChecksum'
  | 'timings'
  | 'code'
  | 'reason'
type BackName = 'id' | 'generation' | 'attempt' | 'owner' | 'attempts' | 'nextAttemptAt' | 'code' | 'reason'

/** Completes claimed attempts. Each write compares the claim: a stale one changes nothing. */
export function buildEnd(context: PredictionContext): Pick<Predictions, 'finish' | 'postpone' | 'release'> {
  const { database, clock, outbox, settings, random, ended } = context
  const retryPolicy = toRetryPolicy(settings)
  const endOne = buildStatement(database.reader, (schema, parameter: (name: EndName) => never) =>
    schema
      .updateTable('predictions')
      .set({
        state: parameter('state'),
        finished_at: parameter('now'),
        keep_until: parameter('keepUntil'),
        lease_until: null,
        output: parameter('output'),
        features: parameter('features'),
        model_version: parameter('modelVersion'),
        model_checksum: parameter('modelChecksum'),
        timings: parameter('timings'),
        error_code: parameter('code'),
        error_reason: parameter('reason')
      })
      .where('id', '=', parameter('id'))
      .where('generation', '=', parameter('generation'))
      .where('attempts', '=', parameter('attempt'))
      .where('owner', '=', parameter('owner'))
      .where('state', '=', 'running')
      .returningAll()
  )
  const putBackOne = buildStatement(database.reader, (schema, parameter: (name: BackName) => never) =>
    schema
      .updateTable('predictions')
      .set({
        state: 'queued',
        attempts: parameter('attempts'),
        next_attempt_at: parameter('nextAttemptAt'),
        owner: null,
        lease_until: null,
        error_code: parameter('code'),
        error_reason: parameter('reason')
      })
      .where('id', '=', parameter('id'))
      .where('generation', '=', parameter('generation'))
      .where('attempts', '=', parameter('attempt'))
      .where('owner', '=', parameter('owner'))
      .where('state', '=', 'running')
      .returningAll()
  )

  async function end(
    transaction: Transaction<Tables>,
    endings: readonly Ending[],
    now: number
  ): Promise<Row[]> {
    const keepUntil = now + settings.keepSeconds * 1000
    const results = await Promise.all(
      endings.map(ending => endOne(transaction, { ...toValues(ending), now, keepUntil }))
    )
    const rows = results.flatMap(result => result.rows)
    await announce(context, transaction, rows, now)
    await reopenOutcomes(transaction, rows)
    return rows
  }

  function emitEnds(rows: readonly Row[]): void {
    for (const row of rows) if (row.finished_at !== null) ended.emit(row.id)
    if (rows.length === 0) return
    outbox.wake('feed')
    outbox.wake('message')
    context.webhooks.wake()
  }

  return {
    async finish(endings) {
      if (endings.length === 0) return []
      const rows = await database.write(transaction => end(transaction, endings, clock.now()))
      emitEnds(rows)
      return listWritten(
        endings.map(ending => ending.claim),
        rows
      )
    },

    async postpone(postponements) {
      if (postponements.length === 0) return []
      const rows = await database.write(async transaction => {
        const now = clock.now()
        const deadlines = await readDeadlines(transaction, postponements)
        const endings: Ending[] = []
        const again: (Postponement & { readonly attempts: number; readonly nextAttemptAt: number })[] = []
        for (const postponement of postponements) {
          const { claim, code } = postponement
          const nextAttemptAt = now + backoffDelayMs(retryPolicy, claim.attempt, random)
          // The server of a predictor may be down for longer than all attempts take. Two attempts always remain, so that a
          // lost worker does not use up the last one.
          const maxSpent =
            code === 'predictor-unavailable' ? Math.max(0, settings.maxAttempts - 2) : claim.attempt
          const attempts = Math.min(claim.attempt, maxSpent)
          const isLast = attempts >= settings.maxAttempts
          if (isLast || nextAttemptAt >= (deadlines.get(claim.id) ?? 0)) endings.push(toFailed(postponement))
          else again.push({ ...postponement, attempts, nextAttemptAt })
        }
        const failed = await end(transaction, endings, now)
        const results = await Promise.all(
          again.map(({ claim, attempts, nextAttemptAt, code, reason }) =>
            putBackOne(transaction, { ...claim, attempts, nextAttemptAt, code, reason })
          )
        )
        const queued = results.flatMap(result => result.rows)
        await outbox.add(
          transaction,
          queued.map(row => buildJob(row, row.next_attempt_at, `postponed-${now}`))
        )
        await announce(context, transaction, queued, now)
        return [...failed, ...queued]
      })
      emitEnds(rows)
      outbox.wake('job')
      return listWritten(
        postponements.map(each => each.claim),
        rows
      )
    },

    async release(claims) {
      if (claims.length === 0) return []
      const rows = await database.write(async transaction => {
        const now = clock.now()
        const values = { nextAttemptAt: now, code: null, reason: null }
        const results = await Promise.all(
          claims.map(claim => putBackOne(transaction, { ...claim, ...values, attempts: claim.attempt - 1 }))
        )
        const queued = results.flatMap(result => result.rows)
        await outbox.add(
          transaction,
          queued.map(row => buildJob(row, now, `released-${now}`))
        )
        await announce(context, transaction, queued, now)
        return queued
      })
      emitEnds(rows)
      outbox.wake('job')
      return listWritten(claims, rows)
    }
  }
}

function toValues(ending: Ending) {
  const { claim, state, modelVersion, modelChecksum, timings } = ending
  const succeeded = ending.state === 'succeeded' ? ending : null
  const failed = ending.state === 'failed' ? ending : null
  return {
    ...claim,
    state,
    modelVersion,
    modelChecksum,
    timings,
    output: succeeded?.output ?? null,
    features: succeeded?.features ?? null,
    code: failed?.code ?? null,
    reason: failed?.reason ?? null
  }
}

function toFailed({ claim, code, reason }: Postponement): Ending {
  return { claim, state: 'failed', code, reason, modelVersion: null, modelChecksum: null, timings: null }
}

function listWritten(claims: readonly Claim[], rows: readonly Row[]): Written[] {
  const written = new Set(rows.map(row => row.id))
  return claims.map(claim => (written.has(claim.id) ? 'written' : 'stale'))
}

async function readDeadlines(
  transaction: Transaction<Tables>,
  postponements: readonly Postponement[]
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction
    .selectFrom('predictions')
    .select(['id', 'deadline_at'])
    .where(
      'id',
      'in',
      postponements.map(each => each.claim.id)
    )
    .execute()
  return new Map(rows.map(row => [row.id, row.deadline_at]))
}

// An earlier outcome gains samples and scores from predictions that succeed now.
async function reopenOutcomes(transaction: Transaction<Tables>, rows: readonly Row[]): Promise<void> {
  const subjects = new Map<string, string[]>()
  for (const { state, predictor, subject } of rows) {
    if (state !== 'succeeded' || subject === null) continue
    subjects.set(predictor, [...(subjects.get(predictor) ?? []), subject])
  }
  for (const [predictor, names] of subjects) {
    await transaction
      .updateTable('outcomes')
      .set({ sampled_revision: 0 })
      .where('predictor', '=', predictor)
      .where('subject', 'in', names)
      .execute()
  }
}
