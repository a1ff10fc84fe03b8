import { Kafka, type KafkaConfig, logLevel } from 'kafkajs'
import type { Log } from '../../../ports/log.ts'
import { patchKafkajs } from './patch-kafkajs.ts'

/** How to reach the brokers; `socketFactory` is for who stands between. */
export type KafkaConnection = Pick<KafkaConfig, 'ssl' | 'sasl' | 'socketFactory'> & {
  /** host:port */
  readonly brokers: string[]
}

/** Of the client's own retries within one call. */
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
    // The client calls every state it retries an error ("coordinator is loading"); what it gives up on is thrown, and
    // logged by whoever ends it.
    logCreator: () => entry => log.debug('kafka client', { client: entry.log.message, level: entry.label })
  })
}
