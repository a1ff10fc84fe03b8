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

/** Addresses and credentials of the cluster's servers. */
export const clusterSettings = {
  databaseUrl: optionalText(
    'DATABASE_URL',
    'Address of PostgreSQL: postgres://user:password@host:5432/database, with the parameters of libpq (?sslmode=require). Required in cluster mode.'
  ),
  databaseWriters: integer(
    'DATABASE_WRITERS',
    6,
    [1, 1_000],
    'Number of database connections of each process for writing.'
  ),
  databaseReaders: integer(
    'DATABASE_READERS',
    4,
    [1, 1_000],
    'Number of database connections of each process for reading.'
  ),
  amqpUrl: optionalText(
    'AMQP_URL',
    'Address of RabbitMQ: amqp://user:password@host:5672/vhost, or amqps. Required in cluster mode.'
  ),
  kafkaBrokers: list(
    'KAFKA_BROKERS',
    '',
    broker,
    'Addresses of Kafka brokers as host:port, comma-separated. Required in cluster mode.'
  ),
  kafkaTls: flag('KAFKA_TLS', false, 'Whether to connect to Kafka through TLS.'),
  kafkaSasl: choice(
    'KAFKA_SASL',
    'none',
    ['none', 'plain', 'scram-sha-256', 'scram-sha-512'],
    'Authentication with Kafka: none, plain, scram-sha-256 or scram-sha-512.'
  ),
  kafkaUsername: text('KAFKA_USERNAME', '', 'User name for KAFKA_SASL.'),
  kafkaPassword: text('KAFKA_PASSWORD', '', 'Password for KAFKA_SASL.'),
  replicationFactor: optionalInteger(
    'KAFKA_REPLICATION_FACTOR',
    [1, 100],
    'Number of copies of each topic when it is created; 3 is common with three or more brokers. Unset: the default of the brokers.'
  ),
  s3Endpoint: optionalAddress(
    'S3_ENDPOINT',
    "Address of the object store: https://host:port. Unset: Amazon's endpoint of the region."
  ),
  s3Region: text('S3_REGION', 'us-east-1', 'Region of the bucket.'),
  s3Bucket: text(
    'S3_BUCKET',
    'groundswell',
    'Bucket in which model versions are stored. It is created if it is missing.'
  ),
  s3AccessKeyId: optionalText(
    'S3_ACCESS_KEY_ID',
    "Access key id for the object store. Unset: the credentials are found as Amazon's tools find them (environment, profile, role of the machine)."
  ),
  s3SecretAccessKey: optionalText('S3_SECRET_ACCESS_KEY', 'Secret access key for S3_ACCESS_KEY_ID.'),
  s3PathStyle: flag(
    'S3_PATH_STYLE',
    true,
    'Whether requests name the bucket in the path (most other servers) or, if false, in the host name (Amazon).'
  ),
  prefix: text(
    'GROUNDSWELL_PREFIX',
    '',
    'Prefix of the names of topics, consumer groups and queues, such as staging., so that several installations can share servers.'
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
  if (!/^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/i.test(given))
    throw new SettingError('must list brokers as host:port')
  return given
}
