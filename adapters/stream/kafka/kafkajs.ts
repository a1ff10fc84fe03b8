import { createRequire } from 'node:module'
import kafkajs from 'kafkajs'
import type { DecodedMessage } from './records/message.ts'

/** Names that this package has and Node does not find in it when they are imported one by one. */
export const { ConfigResourceTypes, ConfigSource, KafkaJSError, KafkaJSProtocolError } = kafkajs

export interface AbortedTransaction {
  readonly producerId: string
  readonly firstOffset: string
}

/** What the client does for its consumers, and shows to nobody. */
export const filterAbortedMessages = createRequire(import.meta.url)(
  'kafkajs/src/consumer/filterAbortedMessages'
) as (fetched: {
  readonly messages: readonly DecodedMessage[]
  readonly abortedTransactions: readonly AbortedTransaction[]
}) => readonly DecodedMessage[]
