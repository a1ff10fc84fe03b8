import type { SASLOptions } from 'kafkajs'
import type { S3Settings } from '../adapters/blobs/s3/client.ts'
import type { KafkaConnection } from '../adapters/stream/kafka/client.ts'
import {
  choice,
  flag,
  integer,
  list,
  optionalAddress,
  optionalInteger,
  optionalText,
  SettingError,
  text,
  type ValueOf
} from './setting.ts'

/** Where the servers of the cluster are, and as what they are asked. A cluster of one's own needs the first four. */
export const clusterSettings = {
  databaseUrl: optionalText(
    'DATABASE_URL',
    'Cluster: postgres://user:password@host:5432/database, with what libpq knows behind it (?sslmode=require).'
  ),
  databaseWriters: integer(
    'DATABASE_WRITERS',
    6,
    [1, 1_000],
    'Connections of each process that write at a time.'
  ),
  databaseReaders: integer('DATABASE_READERS', 4, [1, 1_000], 'And that read.'),
  amqpUrl: optionalText('AMQP_URL', 'Cluster: amqp://user:password@host:5672/vhost, or amqps, of RabbitMQ.'),
  kafkaBrokers: list('KAFKA_BROKERS', '', broker, 'Cluster: host:port of some brokers, comma-separated.'),
  kafkaTls: flag('KAFKA_TLS', false, 'Whether they are spoken to through TLS.'),
  kafkaSasl: choice(
    'KAFKA_SASL',
    'none',
    ['none', 'plain', 'scram-sha-256', 'scram-sha-512'],
    'How a process proves who it is: none, plain, scram-sha-256 or scram-sha-512.'
  ),
  kafkaUsername: text('KAFKA_USERNAME', '', 'With KAFKA_SASL.'),
  kafkaPassword: text('KAFKA_PASSWORD', '', 'With KAFKA_SASL.'),
  replicationFactor: optionalInteger(
    'KAFKA_REPLICATION_FACTOR',
    [1, 100],
    'Copies of each topic, when it is made: 3 where there are as many brokers; none: as the brokers have it.'
  ),
  s3Endpoint: optionalAddress('S3_ENDPOINT', "Cluster: https://host:port; none: Amazon's of the region."),
  s3Region: text('S3_REGION', 'us-east-1', 'Of the bucket.'),
  s3Bucket: text('S3_BUCKET', 'groundswell', 'Where model versions lie. Made where it is missing.'),
  s3AccessKeyId: optionalText(
    'S3_ACCESS_KEY_ID',
    "None: where Amazon's tools look for it (environment, profile, the machine's role)."
  ),
  s3SecretAccessKey: optionalText('S3_SECRET_ACCESS_KEY', 'With S3_ACCESS_KEY_ID.'),
  s3PathStyle: flag(
    'S3_PATH_STYLE',
    true,
    "Whether the bucket is named in the path (most servers of one's own) or in the host name (false: Amazon)."
  ),
  prefix: text(
    'GROUNDSWELL_PREFIX',
    '',
    'Before the names of topics, consumer groups and queues, where several installations share servers: staging.'
  )
} as const

type ClusterConfig = ValueOf<typeof clusterSettings>

export function kafkaConnectionOf(config: ClusterConfig): KafkaConnection {
  const {
    kafkaBrokers,
    kafkaTls,
    kafkaSasl: mechanism,
    kafkaUsername: username,
    kafkaPassword: password
  } = config
  return {
    brokers: [...kafkaBrokers],
    ssl: kafkaTls,
    ...(mechanism !== 'none' && { sasl: { mechanism, username, password } as SASLOptions })
  }
}

export function s3SettingsOf(config: ClusterConfig): S3Settings {
  return {
    endpoint: config.s3Endpoint ?? undefined,
    bucket: config.s3Bucket,
    region: config.s3Region,
    accessKeyId: config.s3AccessKeyId ?? undefined,
    secretAccessKey: config.s3SecretAccessKey ?? undefined,
    forcePathStyle: config.s3PathStyle
  }
}

function broker(given: string): string {
  if (!/^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/i.test(given)) throw new SettingError('each broker is host:port')
  return given
}
