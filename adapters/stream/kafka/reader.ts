import { type Cluster, type Kafka, PartitionAssigners } from 'kafkajs'
import type { StreamRecord } from '../../../ports/stream.ts'
import { typeOf } from './failures.ts'
import { type AbortedTransaction, filterAbortedMessages } from './kafkajs.ts'
import type { DecodedMessage } from './records/message.ts'
import { toRecord } from './to-record.ts'

/** Reads partitions without being a member of any group. */
interface Reader {
  read(topic: string, partition: number, position: number, limit: number): Promise<readonly StreamRecord[]>
  close(): Promise<void>
}

interface Fetched {
  readonly responses: readonly {
    readonly partitions: readonly {
      readonly highWatermark: string
      readonly abortedTransactions: readonly AbortedTransaction[]
      readonly messages: readonly DecodedMessage[]
    }[]
  }[]
}

const WAIT_MILLISECONDS = 100
const BYTES_AT_ONCE = 4_194_304
const READ_COMMITTED = 1

export async function openReader(
  kafka: Kafka,
  firstPosition: (topic: string, partition: number) => Promise<number>
): Promise<Reader> {
  let cluster: Cluster | null = null
  // Only a partition assigner gets access to the connections of the client. This consumer never runs.
  const consumer = kafka.consumer({
    groupId: 'groundswell.reader',
    partitionAssigners: [
      options => {
        cluster = options.cluster
        return PartitionAssigners.roundRobin(options)
      }
    ]
  })
  await consumer.connect()

  async function fetch(topic: string, partition: number, position: number) {
    const brokers = cluster!
    await brokers.addTargetTopic(topic)
    await brokers.refreshMetadataIfNecessary()
    const nodeId = Object.keys(brokers.findLeaderForPartitions(topic, [partition]))[0]!
    const broker = await brokers.findBroker({ nodeId })
    const { responses }: Fetched = await broker.fetch({
      replicaId: -1,
      isolationLevel: READ_COMMITTED,
      maxWaitTime: WAIT_MILLISECONDS,
      minBytes: 1,
      maxBytes: BYTES_AT_ONCE,
      topics: [{ topic, partitions: [{ partition, fetchOffset: String(position), maxBytes: BYTES_AT_ONCE }] }]
    })
    return responses[0]!.partitions[0]!
  }

  /** Retries once, with refreshed metadata, or from the first position if `position` has expired. */
  async function fetchWithRetry(topic: string, partition: number, position: number) {
    try {
      return await fetch(topic, partition, position)
    } catch (error) {
      if (typeOf(error) === 'OFFSET_OUT_OF_RANGE') {
        const first = await firstPosition(topic, partition)
        if (position >= first) return null
        return await fetch(topic, partition, first)
      }
      await cluster!.refreshMetadata()
      return await fetch(topic, partition, position)
    }
  }

  async function read(topic: string, partition: number, position: number, limit: number) {
    const records: StreamRecord[] = []
    for (let from = position; records.length < limit; ) {
      const fetched = await fetchWithRetry(topic, partition, from)
      const last = fetched?.messages.at(-1)
      if (!fetched || !last) break
      // The broker returns whole batches, which may begin before `from`.
      for (const message of filterAbortedMessages(fetched)) {
        const record = Number(message.offset) >= from ? toRecord(partition, message) : null
        if (record !== null && records.length < limit) records.push(record)
      }
      from = Number(last.offset) + 1
      if (from >= Number(fetched.highWatermark)) break
    }
    return records
  }

  return { read, close: () => consumer.disconnect() }
}
