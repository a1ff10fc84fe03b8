import { openBlobsFolder } from '../adapters/blobs/folder.ts'
import { systemClock } from '../adapters/clock/system.ts'
import { openSqlite } from '../adapters/database/sqlite/open.ts'
import { openEmbeddedQueue } from '../adapters/queue/embedded/queue.ts'
import { openEmbeddedStream } from '../adapters/stream/embedded/stream.ts'
import { buildWebhookSender } from '../adapters/webhooks/http.ts'
import { openDataFolder } from './data-folder.ts'
import type { Ports } from './ports.ts'
import type { WireOptions } from './wire-options.ts'

/** Opens the ports on the data folder, for this process only. */
export async function openEmbedded({ config, log, metrics, health, closers }: WireOptions): Promise<Ports> {
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
  await clearLeases(database)
  return {
    isShared: false,
    database,
    queue,
    stream,
    blobs,
    webhooks,
    clock,
    log,
    metrics,
    health,
    folderSecret: folder.secret,
    announce: folder.announce
  }
}

/** Deletes all leases and heartbeats: this process owns the folder, so they belong to processes that have ended. */
async function clearLeases(database: Ports['database']): Promise<void> {
  await database.write(async transaction => {
    await transaction.deleteFrom('leases').execute()
    await transaction.deleteFrom('processes').execute()
    await transaction.updateTable('replays').set({ lease_until: null }).execute()
  })
}
