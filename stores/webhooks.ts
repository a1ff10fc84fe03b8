import type { Selectable, Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { backoffDelayMs, toRetryPolicy } from '../ports/retry/retry-policy.ts'
import type { Tables, WebhookDeliveryRow } from '../ports/tables.ts'
import { buildInsertRows } from './insert-rows.ts'
import { type Page, type PageRequest, readPageByTime } from './page.ts'
import { buildSignal } from './signal.ts'
import { type CallRoom, chooseDue, fullHosts, selectDue } from './webhook-take.ts'

export interface WebhookDelivery {
  readonly id: string
  readonly predictionId: string | null
  readonly url: string
  /** Host and port of the receiver. */
  readonly host: string
  readonly payload: string
  readonly attempts: number
  readonly nextAttemptAt: number
  readonly state: 'pending' | 'delivered' | 'abandoned'
  readonly lastError: string | null
  readonly createdAt: number
  readonly finishedAt: number | null
}

export interface NewWebhook {
  /** Deterministic; the header `webhook-id`. */
  readonly id: string
  readonly predictionId: string | null
  readonly url: string
  /** JSON text: {type, timestamp, data}. */
  readonly payload: string
}

/** Webhook deliveries, retried until delivered or abandoned. */
export interface Webhooks {
  /** Adds deliveries within the caller's transaction. */
  add(transaction: Transaction<Tables>, webhooks: readonly NewWebhook[]): Promise<void>
  wake(): void
  onWake(listener: () => void): () => void
  /** Takes due deliveries within `room` for `leaseSeconds`, in which no other sender takes them. Counts the attempt. */
  take(room: CallRoom, leaseSeconds: number): Promise<readonly WebhookDelivery[]>
  delivered(id: string): Promise<void>
  /** Schedules a retry with exponential backoff, no sooner than `retryAfterMs`. Abandons after the last attempt. */
  failed(
    delivery: WebhookDelivery,
    reason: string,
    retryAfterMs?: number | null
  ): Promise<'failed' | 'abandoned'>
  /** Ends the delivery without a retry. */
  abandoned(id: string, reason: string): Promise<void>
  list(
    filter: {
      readonly predictionId?: string | undefined
      readonly state?: WebhookDelivery['state'] | undefined
    },
    page: PageRequest
  ): Promise<Page<WebhookDelivery>>
  sweep(before: number, limit: number): Promise<number>
}

interface WebhookSettings {
  readonly maxAttempts: number
  readonly firstPauseSeconds: number
  readonly maxPauseSeconds: number
}

export function buildWebhooks({
  database,
  clock,
  random,
  settings
}: {
  readonly database: Database
  readonly clock: Clock
  /** From 0 up to 1: jitter of the delays between attempts. */
  readonly random: () => number
  readonly settings: WebhookSettings
}): Webhooks {
  const policy = toRetryPolicy(settings)
  const wakes = buildSignal<undefined>()
  const insert = buildInsertRows(
    database.reader,
    'webhook_deliveries',
    ['id', 'prediction_id', 'url', 'host', 'payload', 'attempts', 'next_attempt_at', 'state', 'created_at'],
    query => query.onConflict(on => on.doNothing())
  )

  async function update(id: string, change: Partial<WebhookDeliveryRow>): Promise<void> {
    await database.write(transaction =>
      transaction
        .updateTable('webhook_deliveries')
        .set(change)
        .where('id', '=', id)
        .where('state', '=', 'pending')
        .execute()
    )
  }

  function abandoned(id: string, reason: string): Promise<void> {
    return update(id, { state: 'abandoned', finished_at: clock.now(), last_error: reason })
  }

  return {
    async add(transaction, webhooks) {
      const now = clock.now()
      await insert(
        transaction,
        webhooks.map(({ id, predictionId, url, payload }) => ({
          id,
          prediction_id: predictionId,
          url,
          host: hostOf(url),
          payload,
          attempts: 0,
          next_attempt_at: now,
          state: 'pending' as const,
          created_at: now
        }))
      )
    },
    wake: () => wakes.emit(undefined),
    onWake: listener => wakes.subscribe(listener),
    async take(room, leaseSeconds) {
      const now = clock.now()
      // Usually nothing is due: avoids a transaction.
      const some = selectDue(database.reader, now, fullHosts(room)).select('id').limit(1)
      if ((await some.execute()).length === 0) return []
      const rows = await database.write(async transaction => {
        const ids = await chooseDue(transaction, database, now, room)
        if (ids.length === 0) return []
        return transaction
          .updateTable('webhook_deliveries')
          .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), next_attempt_at: now + leaseSeconds * 1000 }))
          .where('id', 'in', ids)
          .returningAll()
          .execute()
      })
      return rows.map(toDelivery)
    },
    delivered: id => update(id, { state: 'delivered', finished_at: clock.now(), last_error: null }),
    async failed({ id, attempts }, reason, retryAfterMs = null) {
      if (attempts >= settings.maxAttempts) {
        await abandoned(id, reason)
        return 'abandoned'
      }
      const delayMs = backoffDelayMs(policy, attempts, random, retryAfterMs)
      await update(id, { next_attempt_at: clock.now() + delayMs, last_error: reason })
      return 'failed'
    },
    abandoned,
    list({ predictionId, state }, page) {
      let query = database.reader.selectFrom('webhook_deliveries').selectAll()
      if (predictionId !== undefined) query = query.where('prediction_id', '=', predictionId)
      if (state !== undefined) query = query.where('state', '=', state)
      return readPageByTime(query, 'created_at', page, toDelivery)
    },
    sweep: (before, limit) =>
      database.write(async transaction => {
        const old = transaction
          .selectFrom('webhook_deliveries')
          .select('id')
          .where('created_at', '<', before)
          .where('state', '!=', 'pending')
          .orderBy('created_at')
          .limit(limit)
        const result = await transaction
          .deleteFrom('webhook_deliveries')
          .where('id', 'in', old)
          .executeTakeFirst()
        return Number(result.numDeletedRows)
      })
  }
}

/** Returns the host and port that limit concurrent calls. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

function toDelivery(row: Selectable<WebhookDeliveryRow>): WebhookDelivery {
  return {
    id: row.id,
    predictionId: row.prediction_id,
    url: row.url,
    host: row.host,
    payload: row.payload,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    state: row.state,
    lastError: row.last_error,
    createdAt: row.created_at,
    finishedAt: row.finished_at
  }
}
