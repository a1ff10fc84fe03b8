import type { BlobStore } from '../ports/blobs.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { JobQueue } from '../ports/queue.ts'
import type { EventStream } from '../ports/stream.ts'
import type { WebhookSender } from '../ports/webhooks.ts'

/** The ports of this process, with their adapters. */
export interface Ports {
  /** True: other processes use the same servers. */
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
  /** The secret in the data folder, with which a command proves that it can read the folder; null in a cluster. */
  readonly folderSecret: (() => string) | null
  /** Records the address of the service for other processes on this machine. Does nothing in a cluster. */
  announce(address: string): void
}
