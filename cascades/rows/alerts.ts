import type { Selectable, Transaction } from 'kysely'
import type { AlertRow } from '../../ports/cascade-tables.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import type { Tables } from '../../ports/tables.ts'
import { type Page, type PageRequest, readPageByTime } from '../../stores/page.ts'

export interface Alert {
  readonly id: string
  /** growth: the cascade has more events (`predicted`) than the high end of its latest forecast (`threshold`). */
  readonly kind: 'threshold' | 'growth'
  readonly cascadeId: string
  readonly windowSeconds: number
  readonly predictionId: string
  /** The value that reached the threshold; of the measure 'probability': the expected size. */
  readonly predicted: number
  /** The value of the forecast that is compared with the threshold. */
  readonly measure: AlertRow['measure']
  readonly threshold: number
  /** That the size is above the threshold. Null: another measure reached it. */
  readonly probability: number | null
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** Alerts for forecasts that reached the threshold: at most one for each cascade and window. */
export interface Alerts {
  /**
   * Writes an alert within the caller's transaction. Returns null, and writes nothing, if this cascade and window have an
   * alert, or the cascade has one younger than the cooldown.
   */
  raise(
    transaction: Transaction<Tables>,
    alert: Omit<Alert, 'id' | 'kind' | 'createdAt'>,
    cooldownSeconds: number
  ): Promise<Alert | null>
  /** Writes an alert for a cascade that has grown faster than expected since `at` (epoch seconds). Null: it has this alert. */
  raiseGrowth(
    transaction: Transaction<Tables>,
    growth: Pick<Alert, 'cascadeId' | 'windowSeconds' | 'predictionId'> & {
      readonly events: number
      readonly high: number
      readonly at: number
    }
  ): Promise<Alert | null>
  get(id: string): Promise<Alert | null>
  /** Newest first. */
  list(filter: { readonly cascadeId?: string | undefined }, page: PageRequest): Promise<Page<Alert>>
  sweep(before: number, limit: number): Promise<number>
}

export function buildAlerts({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Alerts {
  const { reader } = database
  return {
    async raise(transaction, alert, cooldownSeconds) {
      const now = clock.now()
      const recent = await transaction
        .selectFrom('alerts')
        .select('id')
        .where('cascade_id', '=', alert.cascadeId)
        .where('kind', '=', 'threshold')
        .where('created_at', '>', now - cooldownSeconds * 1_000)
        .limit(1)
        .executeTakeFirst()
      if (recent) return null
      const row = await transaction
        .insertInto('alerts')
        .values({
          id: `alt_${alert.windowSeconds}.${Buffer.from(alert.cascadeId).toString('base64url')}`,
          cascade_id: alert.cascadeId,
          window_seconds: alert.windowSeconds,
          prediction_id: alert.predictionId,
          predicted: alert.predicted,
          measure: alert.measure,
          threshold: alert.threshold,
          probability: alert.probability,
          created_at: now
        })
        .onConflict(on => on.doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? toAlert(row) : null
    },

    async raiseGrowth(transaction, { cascadeId, windowSeconds, predictionId, events, high, at }) {
      const row = await transaction
        .insertInto('alerts')
        .values({
          id: `alt_growth.${Math.round(at * 1_000)}.${Buffer.from(cascadeId).toString('base64url')}`,
          kind: 'growth',
          cascade_id: cascadeId,
          window_seconds: windowSeconds,
          prediction_id: predictionId,
          predicted: events,
          measure: 'high',
          threshold: high,
          created_at: clock.now()
        })
        .onConflict(on => on.doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? toAlert(row) : null
    },

    async get(id) {
      const row = await reader.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? toAlert(row) : null
    },

    list({ cascadeId }, page) {
      const all = reader.selectFrom('alerts').selectAll()
      const query = cascadeId === undefined ? all : all.where('cascade_id', '=', cascadeId)
      return readPageByTime(query, 'created_at', page, toAlert)
    },

    sweep: (before, limit) =>
      database.write(async transaction => {
        const rows = await transaction
          .selectFrom('alerts')
          .select('id')
          .where('created_at', '<', before)
          .limit(limit)
          .execute()
        if (rows.length === 0) return 0
        const ids = rows.map(row => row.id)
        await transaction.deleteFrom('alerts').where('id', 'in', ids).execute()
        return ids.length
      })
  }
}

function toAlert(row: Selectable<AlertRow>): Alert {
  return {
    id: row.id,
    kind: row.kind,
    cascadeId: row.cascade_id,
    windowSeconds: row.window_seconds,
    predictionId: row.prediction_id,
    predicted: row.predicted,
    measure: row.measure,
    threshold: row.threshold,
    probability: row.probability,
    createdAt: row.created_at
  }
}
