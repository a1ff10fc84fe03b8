import type { Transaction } from 'kysely'
import type { Tables } from '../ports/tables.ts'
import type { Page, PageRequest } from './page.ts'

export interface WebhookDelivery {
  readonly id: string
  readonly predictionId: string | null
  readonly url: string
  readonly payload: string
  readonly attempts: number
  readonly nextAttemptAt: number
  readonly state: 'pending' | 'delivered' | 'abandoned'
  readonly lastError: string | null
  readonly createdAt: number
  readonly finishedAt: number | null
}

export interface NewWebhook {
  /** Deterministic, the receiver's webhook-id: the same thing said twice bears the same id. */
  readonly id: string
  readonly predictionId: string | null
  readonly url: string
  /** JSON text: {type, timestamp, data}. */
  readonly payload: string
}

/** Addresses to be told, until they have heard or were tried often enough. */
export interface Webhooks {
  /** Within the caller's transaction. */
  add(transaction: Transaction<Tables>, webhooks: readonly NewWebhook[]): Promise<void>
  wake(): void
  onWake(listener: () => void): () => void
  /** Takes due ones for `leaseSeconds`: no other sender gets them meanwhile. The attempt is counted. */
  take(limit: number, leaseSeconds: number): Promise<readonly WebhookDelivery[]>
  delivered(id: string): Promise<void>
  /** Tried again after a growing pause, or abandoned after the last attempt. */
  failed(delivery: WebhookDelivery, reason: string): Promise<void>
  list(
    filter: {
      readonly predictionId?: string | undefined
      readonly state?: WebhookDelivery['state'] | undefined
    },
    page: PageRequest
  ): Promise<Page<WebhookDelivery>>
  sweep(before: number, limit: number): Promise<number>
}
