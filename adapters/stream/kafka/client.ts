import { Kafka, type KafkaConfig, logLevel } from 'kafkajs'
import type { Log } from '../../../ports/log.ts'
import { patchKafkajs } from './patch-kafkajs.ts'

/** How to reach the brokers. `socketFactory` is for tests with a TCP proxy. */
export type KafkaConnection = Pick<KafkaConfig, 'ssl' | 'sasl' | 'socketFactory'> & {
  /** host:port */
  readonly brokers: string[]
}

/** Retries of the client within one call. */
export const clientRetry = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 }

export function buildKafka(connection: KafkaConnection, log: Log): Kafka {
  patchKafkajs()
  return new Kafka({
    ...connection,
    clientId: 'groundswell',
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: clientRetry,
    logLevel: logLevel.WARN,
    // The client logs every state that it retries as an error ("coordinator is loading"). It throws the final errors, and
    // its callers log those.
    logCreator: () => entry => log.debug('kafka client', { client: entry.log.message, level: entry.label })
  })
}
