import { kafka } from '../../deploy/servers/kafka.ts'
import { minio } from '../../deploy/servers/object-stores.ts'
import { postgres } from '../../deploy/servers/postgres.ts'
import { rabbitmq } from '../../deploy/servers/rabbitmq.ts'
import type { Server } from '../../deploy/servers/server.ts'
import { settings } from '../../deploy/servers/settings.ts'
import { throughPort } from './postgres-schema.ts'
import { makeEnvironment, type TestEnvironment } from './test-environment.ts'
import { openToxiproxy, type Toxiproxy } from './toxiproxy.ts'

/** One of the four servers, which a test can kill, stop, slow down and cut off. */
export interface KillableServer {
  readonly name: string
  /** The readiness check that reports its state. */
  readonly check: 'queue' | 'stream' | 'database' | 'blobs'
  readonly proxy: Toxiproxy
  /** Kills it by SIGKILL; afterwards nothing listens at its address. */
  kill(): Promise<void>
  /** Stops it regularly. */
  stop(): Promise<void>
  /** Resolves once it answers again. */
  start(): Promise<void>
}

export interface FaultEnvironment {
  /** All connections to the servers pass through proxies. */
  readonly testEnvironment: TestEnvironment
  readonly servers: readonly KillableServer[]
  remove(): Promise<void>
}

export async function makeFaultEnvironment(): Promise<FaultEnvironment> {
  const testEnvironment = await makeEnvironment('cluster')
  const servers = await Promise.all([
    makeKillable('queue', rabbitmq, settings.rabbitmqPort),
    makeKillable('stream', kafka, settings.kafkaProxiedPort, settings.kafkaProxyPort),
    makeKillable('database', postgres, settings.postgresPort),
    makeKillable('blobs', minio, settings.minioPort)
  ])
  const portOf = (check: string) => servers.find(each => each.check === check)!.proxy.port
  const { DATABASE_URL, AMQP_URL, S3_ENDPOINT } = testEnvironment.settings as Readonly<Record<string, string>>
  return {
    testEnvironment: {
      ...testEnvironment,
      settings: {
        ...testEnvironment.settings,
        DATABASE_URL: throughPort(DATABASE_URL!, portOf('database')),
        AMQP_URL: throughPort(AMQP_URL!, portOf('queue')),
        S3_ENDPOINT: throughPort(S3_ENDPOINT!, portOf('blobs')),
        KAFKA_BROKERS: `127.0.0.1:${portOf('stream')}`
      }
    },
    servers,
    async remove() {
      await Promise.all(servers.map(({ proxy }) => proxy.remove()))
      await testEnvironment.remove()
    }
  }
}

async function makeKillable(
  check: KillableServer['check'],
  server: Server,
  port: number,
  proxyPort?: number
): Promise<KillableServer> {
  const proxy = await openToxiproxy(server.name, port, proxyPort)
  return {
    name: server.name,
    check,
    proxy,
    async kill() {
      await server.kill()
      await proxy.close()
    },
    async stop() {
      await server.stop()
      await proxy.close()
    },
    async start() {
      await startAgain(server)
      await proxy.open()
    }
  }
}

/** Retries a start, because a killed server may hold its memory or port for a moment. */
async function startAgain(server: Server): Promise<void> {
  for (let left = 5; ; left--) {
    try {
      await server.start()
      return
    } catch (error) {
      if (left === 0) throw error
      await server.kill()
    }
  }
}
