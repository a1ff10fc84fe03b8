import { sql } from 'kysely'
import { ensureBucket } from '../adapters/blobs/s3/ensure-bucket.ts'
import { openS3 } from '../adapters/blobs/s3/open.ts'
import { startSharedClock } from '../adapters/clock/shared.ts'
import { systemClock } from '../adapters/clock/system.ts'
import { openPostgres } from '../adapters/database/postgres/open.ts'
import { openRabbitmqQueue } from '../adapters/queue/rabbitmq/queue.ts'
import { openKafkaStream } from '../adapters/stream/kafka/stream.ts'
import { buildWebhookSender } from '../adapters/webhooks/http.ts'
import { makeWebhookSecret } from '../adapters/webhooks/sign.ts'
import type { Database } from '../ports/database.ts'
import { buildSecrets } from '../stores/secrets.ts'
import { kafkaConnectionOf, s3SettingsOf } from './cluster-settings.ts'
import type { Ports } from './ports.ts'
import { prefixQueue, prefixStream } from './prefix-ports.ts'
import type { WireOptions } from './wire.ts'

/** Everything on servers that other processes use too. Waits for those that are away. */
export async function openCluster(options: WireOptions): Promise<Ports> {
  const { config, log, metrics, health, closers, retryWhileUnavailable } = options
  const { databaseUrl, databaseWriters, databaseReaders, amqpUrl, replicationFactor, prefix } = config.cluster
  const database = openPostgres({ url: databaseUrl!, writers: databaseWriters, readers: databaseReaders })
  closers.add('database', database.close)
  await retryWhileUnavailable('the database', database.migrate)
  const clock = await retryWhileUnavailable('the database', () =>
    startSharedClock(() => readTime(database), { local: systemClock, log })
  )
  closers.add('clock', clock.close)
  const queue = await retryWhileUnavailable('the queue', () =>
    openRabbitmqQueue({ url: amqpUrl!, clock, log })
  )
  closers.add('queue', queue.close)
  const kafka = { connection: kafkaConnectionOf(config.cluster), replicationFactor: replicationFactor ?? -1 }
  const stream = await retryWhileUnavailable('the stream', () => openKafkaStream({ ...kafka, clock, log }))
  closers.add('stream', stream.close)
  const s3 = s3SettingsOf(config.cluster)
  const blobs = openS3(s3)
  closers.add('blobs', blobs.close)
  await retryWhileUnavailable('the blob store', async () => {
    await ensureBucket(s3)
    await blobs.check()
  })
  const { allowPrivate, secret } = config.webhooks
  const secrets = buildSecrets(database)
  const shared = () => secrets.obtain('webhooks', makeWebhookSecret)
  const webhooks = buildWebhookSender(
    { secret: secret ?? (await retryWhileUnavailable('the database', shared)), allowPrivate },
    clock
  )
  closers.add('webhook sender', webhooks.close)
  return {
    isShared: true,
    database,
    queue: prefixQueue(queue, prefix),
    stream: prefixStream(stream, prefix),
    blobs,
    webhooks,
    clock,
    log,
    metrics,
    health,
    folderSecret: null,
    announce: () => {}
  }
}

/** Epoch milliseconds by the clock of the database's machine. */
async function readTime({ reader }: Database): Promise<number> {
  const { rows } = await sql<{
    now: number
  }>`select extract(epoch from clock_timestamp()) * 1000 as now`.execute(reader)
  return rows[0]!.now
}
