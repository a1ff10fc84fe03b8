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
import { type ErrorCode, Failure } from '../ports/errors.ts'
import type { JobQueue } from '../ports/queue.ts'
import type { EventStream } from '../ports/stream.ts'
import { buildSecrets } from '../stores/secrets.ts'
import { kafkaConnectionOf, s3SettingsOf } from './cluster-settings.ts'
import { laterQueue, laterStream } from './later-ports.ts'
import type { Ports } from './ports.ts'
import { prefixQueue, prefixStream } from './prefix-ports.ts'
import type { WireOptions } from './wire-options.ts'

/** Opens the ports on shared servers. Waits for the database; the other servers may become available later. */
export async function openCluster(options: WireOptions): Promise<Ports> {
  const { config, log, metrics, health, closers, retryWhileUnavailable, startWhenAvailable } = options
  const { databaseUrl, databaseWriters, databaseReaders, amqpUrl, replicationFactor, prefix } = config.cluster
  const database = openPostgres({ url: databaseUrl!, writers: databaseWriters, readers: databaseReaders })
  closers.add('database', database.close)
  await retryWhileUnavailable('the database', database.migrate)
  const clock = await retryWhileUnavailable('the database', () =>
    startSharedClock(() => readTime(database), { local: systemClock, log })
  )
  closers.add('clock', clock.close)
  let queue: JobQueue | null = null
  let stream: EventStream | null = null
  closers.add('queue', async () => queue?.close())
  closers.add('stream', async () => stream?.close())
  const s3 = s3SettingsOf(config.cluster)
  const blobs = openS3(s3)
  closers.add('blobs', blobs.close)
  const kafka = { connection: kafkaConnectionOf(config.cluster), replicationFactor: replicationFactor ?? -1 }
  await Promise.all([
    startWhenAvailable('the queue', async () => {
      queue = prefixQueue(await openRabbitmqQueue({ url: amqpUrl!, clock, log }), prefix)
    }),
    startWhenAvailable('the stream', async () => {
      stream = prefixStream(await openKafkaStream({ ...kafka, clock, log }), prefix)
    }),
    startWhenAvailable('the blob store', async () => {
      await ensureBucket(s3)
      await blobs.check()
    })
  ])
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
    queue: laterQueue(() => opened(queue, 'queue-unavailable', 'RabbitMQ has not answered yet')),
    stream: laterStream(() => opened(stream, 'stream-unavailable', 'Kafka has not answered yet')),
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

function opened<Port>(port: Port | null, code: ErrorCode, reason: string): Port {
  if (port === null) throw new Failure(code, reason, { retryAfterSeconds: 5 })
  return port
}

/** Reads the clock of the database: epoch milliseconds. */
async function readTime({ reader }: Database): Promise<number> {
  const { rows } = await sql<{
    now: number
  }>`select extract(epoch from clock_timestamp()) * 1000 as now`.execute(reader)
  return rows[0]!.now
}
