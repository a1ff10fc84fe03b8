import { systemClock } from '../adapters/clock/system.ts'
import { buildMetrics } from '../adapters/metrics/prometheus.ts'
import type { Log } from '../ports/log.ts'
import type { Closers } from './closers.ts'
import type { Config } from './config.ts'
import type { Ports } from './ports.ts'

/** Plugs adapters into ports: the one place that knows what a mode is. What is opened is closed by `closers`. */
export async function openPorts(config: Config, log: Log, closers: Closers): Promise<Ports> {
  return modes[config.mode](config, log, closers)
}

const modes: Record<Config['mode'], (config: Config, log: Log, closers: Closers) => Promise<Ports>> = {
  embedded: openEmbedded
}

/** Everything in the data folder, for this one process. */
async function openEmbedded(config: Config, log: Log, closers: Closers): Promise<Ports> {
  const { openDataFolder } = await import('./data-folder.ts')
  const { openSqlite } = await import('../adapters/database/sqlite/open.ts')
  const { openEmbeddedQueue } = await import('../adapters/queue/embedded/queue.ts')
  const { openEmbeddedStream } = await import('../adapters/stream/embedded/stream.ts')
  const { buildWebhookSender } = await import('../adapters/webhooks/http.ts')
  const { openBlobsFolder } = await import('../adapters/blobs/folder.ts')
  const clock = systemClock
  const folder = openDataFolder(config.dataFolder)
  closers.add('data folder', folder.close)
  const database = await openSqlite({ path: folder.databaseFile })
  closers.add('database', database.close)
  await database.migrate()
  const queue = await openEmbeddedQueue({ database, clock, log })
  closers.add('queue', queue.close)
  const stream = await openEmbeddedStream({ database, clock, log })
  closers.add('stream', stream.close)
  const blobs = openBlobsFolder(folder.blobsFolder)
  closers.add('blobs', blobs.close)
  const { allowPrivate, secret } = config.webhooks
  const webhooks = buildWebhookSender({ secret: secret ?? folder.secret(), allowPrivate }, clock)
  closers.add('webhook sender', webhooks.close)
  await forgetPredecessor(database)
  return {
    database,
    queue,
    stream,
    blobs,
    webhooks,
    clock,
    log,
    metrics: buildMetrics(),
    folderSecret: folder.secret,
    announce: folder.announce
  }
}

/** This process holds the folder alone: leases and heartbeats in it are those of dead ones. */
async function forgetPredecessor(database: Ports['database']): Promise<void> {
  await database.write(async transaction => {
    await transaction.deleteFrom('leases').execute()
    await transaction.deleteFrom('processes').execute()
    await transaction.updateTable('replays').set({ lease_until: null }).execute()
  })
}
