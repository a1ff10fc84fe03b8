import type { BlobStore } from '../ports/blobs.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { JobQueue } from '../ports/queue.ts'
import type { EventStream } from '../ports/stream.ts'
import type { WebhookSender } from '../ports/webhooks.ts'

/** The adapters of this process, by port. */
export interface Ports {
  /** Other processes work on the same servers. */
  readonly isShared: boolean
  readonly database: Database
  readonly queue: JobQueue
  readonly stream: EventStream
  readonly blobs: BlobStore
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly health: Health
  readonly webhooks: WebhookSender
  /** The data folder's own secret, which proves that a command can read the folder; null in a cluster. */
  readonly folderSecret: (() => string) | null
  /** Tells others on this machine where the service answers; nobody in a cluster. */
  announce(address: string): void
}
