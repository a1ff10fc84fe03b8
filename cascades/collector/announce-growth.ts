import type { Transaction } from 'kysely'
import type { Tables } from '../../ports/tables.ts'
import type { Outbox } from '../../stores/outbox.ts'
import type { Webhooks } from '../../stores/webhooks.ts'
import type { Alerts } from '../rows/alerts.ts'
import type { Cascades } from '../rows/cascades.ts'
import { announceAlert } from './announce-alert.ts'
import type { FastGrowth } from './changes.ts'

interface GrowthAlertSettings {
  /** Number of events from which a cascade that grows faster than expected raises an alert. Null: no such alerts. */
  readonly minEvents: number | null
  readonly topic: string
  /** Addresses that are notified of each alert. */
  readonly webhooks: readonly string[]
}

export interface GrowthParts {
  readonly outbox: Outbox
  readonly cascades: Pick<Cascades, 'latestForecast'>
  readonly alerts: Pick<Alerts, 'raiseGrowth'>
  readonly webhooks: Pick<Webhooks, 'add' | 'wake'>
  readonly growthAlerts: GrowthAlertSettings
}

const CASCADES_FEED = 'cascades'

/** Announces that a cascade grows faster than expected, within a checkpoint's transaction: a feed event, and an alert. */
export async function announceGrowth(
  { outbox, cascades, alerts, webhooks, growthAlerts }: GrowthParts,
  transaction: Transaction<Tables>,
  { cascadeId, at, events, high }: FastGrowth
): Promise<void> {
  const growingFasterSince = new Date(Math.round(at * 1_000)).toISOString()
  await outbox.add(transaction, [
    {
      id: `${cascadeId}/faster/${Math.round(at * 1_000)}`,
      kind: 'feed',
      destination: CASCADES_FEED,
      key: cascadeId,
      payload: JSON.stringify({ id: cascadeId, state: 'open', growingFasterSince, events, high })
    }
  ])
  if (growthAlerts.minEvents === null || events < growthAlerts.minEvents) return
  const forecast = await cascades.latestForecast(transaction, cascadeId)
  if (forecast === null) return
  const { windowSeconds, predictionId } = forecast
  const alert = await alerts.raiseGrowth(transaction, {
    cascadeId,
    windowSeconds,
    predictionId,
    events,
    high,
    at
  })
  if (alert !== null) await announceAlert({ outbox, webhooks }, transaction, alert, growthAlerts)
}
