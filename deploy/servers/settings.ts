import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Folders and ports of the servers, which listen on 127.0.0.1. The variables let two sets run side by side. */
export const settings = {
  folder: process.env.SERVERS_DIR ?? join(tmpdir(), 'groundswell-servers'),
  installFolder: process.env.SERVERS_INSTALL_DIR,
  rabbitmqPort: port('SERVERS_RABBITMQ_PORT', 25672),
  rabbitmqDistributionPort: port('SERVERS_RABBITMQ_DISTRIBUTION_PORT', 25673),
  epmdPort: port('SERVERS_EPMD_PORT', 25674),
  kafkaPort: port('SERVERS_KAFKA_PORT', 29092),
  kafkaControllerPort: port('SERVERS_KAFKA_CONTROLLER_PORT', 29093),
  kafkaProxiedPort: port('SERVERS_KAFKA_PROXIED_PORT', 29094),
  kafkaProxyPort: port('SERVERS_KAFKA_PROXY_PORT', 29095),
  minioPort: port('SERVERS_MINIO_PORT', 29000),
  minioConsolePort: port('SERVERS_MINIO_CONSOLE_PORT', 29001),
  versitygwPort: port('SERVERS_VERSITYGW_PORT', 29002),
  postgresPort: port('SERVERS_POSTGRES_PORT', 25432),
  toxiproxyPort: port('SERVERS_TOXIPROXY_PORT', 28474)
} as const

/** The settings (as in .env.example) with which the program connects to the servers. */
export const addresses = {
  AMQP_URL: `amqp://guest:guest@127.0.0.1:${settings.rabbitmqPort}`,
  KAFKA_BROKERS: `127.0.0.1:${settings.kafkaPort}`,
  DATABASE_URL: `postgres://groundswell@127.0.0.1:${settings.postgresPort}/groundswell`,
  S3_ENDPOINT: `http://127.0.0.1:${settings.minioPort}`,
  S3_ACCESS_KEY_ID: 'groundswell',
  S3_SECRET_ACCESS_KEY: 'groundswell-local'
} as const

/** Address of versitygw, which has the same keys. */
export const secondStore = `http://127.0.0.1:${settings.versitygwPort}`

/** Folder of the installed programs. Several sets of servers can share it. */
export const installFolder = settings.installFolder ?? join(settings.folder, 'install')
export const binFolder = join(installFolder, 'bin')

function port(name: string, otherwise: number): number {
  const text = process.env[name]
  if (text === undefined) return otherwise
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 65535)
    throw new Error(`${name} must be a port from 1 to 65535 (got ${text})`)
  return value
}
