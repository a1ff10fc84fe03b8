import { randomBytes } from 'node:crypto'
import { connect } from 'amqplib'
import { Kafka, logLevel } from 'kafkajs'
import type { S3Settings } from '../../adapters/blobs/s3/client.ts'
import { predictQueue } from '../../stores/predictions/job.ts'
import { createBucket } from './create-bucket.ts'
import { createSchema } from './postgres-schema.ts'
import { serverAddress } from './server-address.ts'

/** A schema, a bucket and a prefix for one test on the running servers. */
export interface ClusterNamespace {
  readonly prefix: string
  readonly databaseUrl: string
  readonly brokers: string[]
  readonly s3: S3Settings
  readonly settings: Readonly<Record<string, string>>
  remove(): Promise<void>
}

export async function makeClusterNamespace(): Promise<ClusterNamespace> {
  const prefix = `test-${randomBytes(6).toString('hex')}.`
  const schema = await createSchema(serverAddress('DATABASE_URL'))
  const bucket = await createBucket()
  const brokers = serverAddress('KAFKA_BROKERS').split(',')
  return {
    prefix,
    databaseUrl: schema.url,
    brokers,
    s3: bucket.settings,
    settings: {
      MODE: 'cluster',
      DATABASE_URL: schema.url,
      DATABASE_WRITERS: '4',
      DATABASE_READERS: '3',
      AMQP_URL: serverAddress('AMQP_URL'),
      KAFKA_BROKERS: brokers.join(','),
      S3_ENDPOINT: bucket.settings.endpoint!,
      S3_BUCKET: bucket.settings.bucket,
      S3_ACCESS_KEY_ID: serverAddress('S3_ACCESS_KEY_ID'),
      S3_SECRET_ACCESS_KEY: serverAddress('S3_SECRET_ACCESS_KEY'),
      GROUNDSWELL_PREFIX: prefix,
      GROUNDSWELL_EVENT_PARTITIONS: '4',
      GROUNDSWELL_PREDICTION_PARTITIONS: '2'
    },
    async remove() {
      await Promise.all([
        schema.drop(),
        bucket.remove(),
        removeTopics(brokers, prefix),
        removeQueues(serverAddress('AMQP_URL'), prefix)
      ])
    }
  }
}

async function removeTopics(brokers: string[], prefix: string): Promise<void> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const topics = (await admin.listTopics()).filter(topic => topic.startsWith(prefix))
  if (topics.length > 0) await admin.deleteTopics({ topics })
  await admin.disconnect()
}

async function removeQueues(url: string, prefix: string): Promise<void> {
  const model = await connect(url)
  const channel = await model.createChannel()
  // A missing one is not an error.
  for (const predictor of ['cascade-size', 'toy-click', 'toy-click-once', 'toy-oip'])
    for (const queue of [predictQueue(predictor), `${predictQueue(predictor)}.dead`])
      await channel.deleteQueue(`${prefix}${queue}`)
  await model.close()
}
