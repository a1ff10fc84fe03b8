import type { Transaction } from 'kysely'
import type { Tables } from '../../ports/tables.ts'
import type { Predictions } from '../predictions.ts'
import type { PredictionContext } from './context.ts'

// Predictions deleted in one transaction. Small, because other writers wait for it.
const CHUNK = 200

/** Deletes predictions with all dependent rows. */
export function buildRemove(context: PredictionContext): Pick<Predictions, 'deleteSubject' | 'sweep'> {
  const { database, clock, canceled, settings } = context

  async function removeChunk(predictor: string, subject: string): Promise<readonly string[]> {
    return database.write(async transaction => {
      const rows = await transaction
        .selectFrom('predictions')
        .select('id')
        .where('predictor', '=', predictor)
        .where('subject', '=', subject)
        .limit(CHUNK)
        .execute()
      const ids = rows.map(row => row.id)
      await removePredictions(transaction, ids)
      if (ids.length > 0) await removeTraces(transaction, ids)
      if (ids.length < CHUNK) {
        await removeMessages(transaction, subject)
        for (const table of ['outcomes', 'samples', 'scores'] as const) {
          await transaction
            .deleteFrom(table)
            .where('predictor', '=', predictor)
            .where('subject', '=', subject)
            .execute()
        }
      }
      return ids
    })
  }

  /** Deletes messages that are not sent yet. Sent ones stay for the retention of the topic. */
  async function removeMessages(transaction: Transaction<Tables>, subject: string): Promise<void> {
    if (settings.predictionsTopic === null) return
    await transaction
      .deleteFrom('outbox')
      .where('kind', '=', 'message')
      .where('destination', '=', settings.predictionsTopic)
      .where('key', '=', subject)
      .execute()
  }

  return {
    async deleteSubject(predictor, subject) {
      let count = 0
      for (;;) {
        const ids = await removeChunk(predictor, subject)
        for (const id of ids) canceled.emit(id)
        count += ids.length
        if (ids.length < CHUNK) return count
      }
    },

    async sweep(limit) {
      return database.write(async transaction => {
        const rows = await transaction
          .selectFrom('predictions')
          .select('id')
          .where('finished_at', 'is not', null)
          .where('keep_until', '<', clock.now())
          .orderBy('finished_at')
          .limit(limit)
          .execute()
        await removePredictions(
          transaction,
          rows.map(row => row.id)
        )
        return rows.length
      })
    }
  }
}

async function removePredictions(transaction: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await transaction.deleteFrom('predictions').where('id', 'in', ids).execute()
  await transaction.deleteFrom('prediction_inputs').where('prediction_id', 'in', ids).execute()
  await transaction.deleteFrom('idempotency_keys').where('prediction_id', 'in', ids).execute()
  await transaction.deleteFrom('replay_forecasts').where('prediction_id', 'in', ids).execute()
}

/** Deletes outgoing messages, dead letters, webhooks and feed events. */
async function removeTraces(transaction: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  await transaction.deleteFrom('outbox').where('key', 'in', ids).execute()
  await transaction.deleteFrom('dead_letters').where('prediction_id', 'in', ids).execute()
  await transaction.deleteFrom('webhook_deliveries').where('prediction_id', 'in', ids).execute()
  await transaction.deleteFrom('feed').where('key', 'in', ids).execute()
}
