import type { Selectable } from 'kysely'
import type { PredictionRow } from '../../ports/tables.ts'
import type { Predictions } from '../predictions.ts'
import { announce } from './announce.ts'
import type { PredictionContext } from './context.ts'
import { buildJob } from './job.ts'

type Row = Selectable<PredictionRow>

// Rows in one transaction. Small, because other writers wait for it.
const CHUNK = 500

/** Ends or requeues the predictions that no worker will end. */
export function buildReap(context: PredictionContext): Pick<Predictions, 'reap' | 'requeueSilent'> {
  const { database, clock, outbox, webhooks, settings, ended, canceled } = context

  async function fail(ids: readonly string[], code: string, reason: string, now: number): Promise<Row[]> {
    if (ids.length === 0) return []
    const rows = await database.write(async transaction => {
      const changed = await transaction
        .updateTable('predictions')
        .set({
          state: 'failed',
          finished_at: now,
          keep_until: now + settings.keepSeconds * 1000,
          lease_until: null,
          error_code: code,
          error_reason: reason
        })
        .where('id', 'in', ids)
        .where('finished_at', 'is', null)
        .where(({ or, eb }) => or([eb('deadline_at', '<=', now), eb('attempts', '>=', settings.maxAttempts)]))
        .returningAll()
        .execute()
      await announce(context, transaction, changed, now)
      return changed
    })
    // Notifies a worker that still runs it.
    for (const { id } of rows) {
      canceled.emit(id)
      ended.emit(id)
    }
    return rows
  }

  async function failLate(now: number): Promise<number> {
    const late = await database.reader
      .selectFrom('predictions')
      .select('id')
      .where('finished_at', 'is', null)
      .where('deadline_at', '<=', now)
      .limit(CHUNK)
      .execute()
    const ids = late.map(row => row.id)
    return (await fail(ids, 'deadline-passed', 'the prediction did not end before its deadline', now)).length
  }

  async function takeBack(now: number, isFresh: boolean): Promise<{ requeued: number; exhausted: number }> {
    let lost = database.reader
      .selectFrom('predictions')
      .select(['id', 'generation', 'attempts', 'predictor'])
      .where('finished_at', 'is', null)
      .where('state', '=', 'running')
    if (!isFresh) lost = lost.where('lease_until', '<=', now)
    const rows = await lost.limit(CHUNK).execute()
    const spent = rows.filter(row => row.attempts >= settings.maxAttempts).map(row => row.id)
    const reason = `the worker was lost in the last of ${settings.maxAttempts} attempts`
    const exhausted = await fail(spent, 'thread-crashed', reason, now)
    const again = rows.filter(row => row.attempts < settings.maxAttempts)
    const requeued = again.length === 0 ? 0 : await requeue(again, now, isFresh)
    return { requeued, exhausted: exhausted.length }
  }

  function requeue(
    lost: readonly Pick<Row, 'id' | 'attempts' | 'generation'>[],
    now: number,
    isFresh: boolean
  ): Promise<number> {
    return database.write(async transaction => {
      const results = await Promise.all(
        lost.map(({ id, generation, attempts }) => {
          const update = transaction
            .updateTable('predictions')
            .set({ state: 'queued', next_attempt_at: now, owner: null, lease_until: null })
            .where('id', '=', id)
            .where('generation', '=', generation)
            .where('attempts', '=', attempts)
            .where('state', '=', 'running')
          return (isFresh ? update : update.where('lease_until', '<=', now)).returningAll().execute()
        })
      )
      const rows = results.flat()
      await outbox.add(
        transaction,
        rows.map(row => buildJob(row, now))
      )
      await announce(context, transaction, rows, now)
      return rows.length
    })
  }

  return {
    async reap({ isFresh = false } = {}) {
      const now = clock.now()
      const deadlinePassed = await failLate(now)
      const { requeued, exhausted } = await takeBack(now, isFresh)
      if (deadlinePassed + requeued + exhausted > 0) {
        for (const kind of ['job', 'feed', 'message'] as const) outbox.wake(kind)
        webhooks.wake()
      }
      return { deadlinePassed, requeued, exhausted }
    },

    async requeueSilent(predictor, silentSeconds, limit) {
      const now = clock.now()
      const count = await database.write(async transaction => {
        const silent = await transaction
          .selectFrom('predictions')
          .select('id')
          .where('finished_at', 'is', null)
          .where('state', '=', 'queued')
          .where('predictor', '=', predictor)
          .where('next_attempt_at', '<=', now - silentSeconds * 1000)
          .orderBy('next_attempt_at')
          .limit(limit)
          .execute()
        if (silent.length === 0) return 0
        // Sets a new due time, so that the next search finds other rows.
        const rows = await transaction
          .updateTable('predictions')
          .set({ next_attempt_at: now })
          .where(
            'id',
            'in',
            silent.map(row => row.id)
          )
          .where('state', '=', 'queued')
          .returningAll()
          .execute()
        await outbox.add(
          transaction,
          rows.map(row => buildJob(row, now, `requeued-${now}`))
        )
        return rows.length
      })
      if (count > 0) outbox.wake('job')
      return count
    }
  }
}
