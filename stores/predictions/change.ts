import type { Transaction } from 'kysely'
import type { Tables } from '../../ports/tables.ts'
import type { Change, Predictions } from '../predictions.ts'
import { announce } from './announce.ts'
import type { PredictionContext } from './context.ts'
import { buildJob } from './job.ts'
import { toPrediction } from './record.ts'

/** The changes that callers request: cancel, retry. */
export function buildChange(context: PredictionContext): Pick<Predictions, 'cancel' | 'retry'> {
  const { database, clock, outbox, webhooks, settings, ended, canceled } = context

  return {
    async cancel(id) {
      const change = await database.write(async transaction => {
        const now = clock.now()
        const row = await transaction
          .updateTable('predictions')
          .set({
            state: 'canceled',
            finished_at: now,
            keep_until: now + settings.keepSeconds * 1000,
            lease_until: null,
            error_code: null,
            error_reason: null
          })
          .where('id', '=', id)
          .where('finished_at', 'is', null)
          .returningAll()
          .executeTakeFirst()
        if (row === undefined) return explain(transaction, id)
        await announce(context, transaction, [row], now)
        return { is: 'done' as const, prediction: toPrediction(row) }
      })
      if (change.is === 'done') {
        canceled.emit(id)
        ended.emit(id)
        for (const kind of ['feed', 'message'] as const) outbox.wake(kind)
        webhooks.wake()
      }
      return change
    },

    async retry(id, deadlineAt) {
      const change = await database.write(async transaction => {
        const now = clock.now()
        const row = await transaction
          .updateTable('predictions')
          .set(({ eb }) => ({
            state: 'queued',
            generation: eb('generation', '+', 1),
            attempts: 0,
            next_attempt_at: now,
            deadline_at: deadlineAt ?? now + settings.deadlineSeconds * 1000,
            started_at: null,
            finished_at: null,
            keep_until: null,
            owner: null,
            model_version: null,
            model_checksum: null,
            error_code: null,
            error_reason: null,
            output: null,
            features: null,
            timings: null
          }))
          .where('id', '=', id)
          .where('state', 'in', ['failed', 'canceled'])
          .returningAll()
          .executeTakeFirst()
        if (row === undefined) return explain(transaction, id)
        await outbox.add(transaction, [buildJob(row, now)])
        await transaction
          .updateTable('dead_letters')
          .set({ redriven_at: now })
          .where('prediction_id', '=', id)
          .where('redriven_at', 'is', null)
          .execute()
        await announce(context, transaction, [row], now)
        return { is: 'done' as const, prediction: toPrediction(row) }
      })
      if (change.is === 'done') for (const kind of ['job', 'feed'] as const) outbox.wake(kind)
      return change
    }
  }
}

/** Explains why nothing was changed: the prediction is unknown, or its state does not allow it. */
async function explain(transaction: Transaction<Tables>, id: string): Promise<Change> {
  const row = await transaction.selectFrom('predictions').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? { is: 'not-found' } : { is: 'refused', prediction: toPrediction(row) }
}
