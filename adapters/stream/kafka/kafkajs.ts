import { createRequire } from 'node:module'
import kafkajs from 'kafkajs'
import type { DecodedMessage } from './records/message.ts'

/** Exports of this package that Node cannot import by name. */
export const { ConfigResourceTypes, ConfigSource, KafkaJSError, KafkaJSProtocolError } = kafkajs

export interface AbortedTransaction {
  readonly producerId: string
  readonly firstOffset: string
}

/** A private function of the client, which removes messages of aborted transactions. */
export const filterAbortedMessages: (fetched: {
  readonly messages: readonly DecodedMessage[]
  readonly abortedTransactions: readonly AbortedTransaction[]
}) => readonly DecodedMessage[] = createRequire(import.meta.url)('kafkajs/src/consumer/filterAbortedMessages')
