import type { Transaction } from 'kysely'
import { ALERT_TYPE, type Envelope } from '../../ports/messages.ts'
import type { Tables } from '../../ports/tables.ts'
import type { Outbox } from '../../stores/outbox.ts'
import type { Webhooks } from '../../stores/webhooks.ts'
import type { Alert } from '../rows/alerts.ts'

export const ALERTS_FEED = 'alerts'

/** Announces an alert within the caller's transaction: a message, a feed event and webhooks. */
export async function announceAlert(
  { outbox, webhooks }: { readonly outbox: Outbox; readonly webhooks: Pick<Webhooks, 'add'> },
  transaction: Transaction<Tables>,
  alert: Alert,
  to: { readonly topic: string; readonly webhooks: readonly string[] }
): Promise<void> {
  const at = new Date(alert.createdAt).toISOString()
  const data = { ...alert, createdAt: at }
  const message: Envelope<typeof data> = {
    specversion: '1.0',
    type: ALERT_TYPE,
    source: 'groundswell/collector',
    id: alert.id,
    subject: alert.cascadeId,
    data
  }
  const { id, cascadeId } = alert
  const payload = JSON.stringify(data)
  await outbox.add(transaction, [
    { id, kind: 'message', destination: to.topic, key: cascadeId, payload: JSON.stringify(message) },
    { id: `${id}/feed`, kind: 'feed', destination: ALERTS_FEED, key: cascadeId, payload }
  ])
  await webhooks.add(
    transaction,
    to.webhooks.map((url, index) => ({
      id: `msg_${id}.${index}`,
      predictionId: null,
      url,
      payload: JSON.stringify({ type: 'alert.raised', timestamp: at, data })
    }))
  )
}
