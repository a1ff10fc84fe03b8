import type { Clock } from '../../../ports/clock.ts'
import { Failure } from '../../../ports/errors.ts'
import type { Log } from '../../../ports/log.ts'
import { retry } from '../../../ports/retry/retry.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { EventStream, StreamConsumer, StreamMessage, StreamSubscription } from '../../../ports/stream.ts'
import { buildAppender } from './appender.ts'
import { buildKafka, type KafkaConnection } from './client.ts'
import { declareTopics } from './declare-topics.ts'
import { away, named, typeOf } from './failures.ts'
import { startMember } from './member.ts'
import { buildPartitionDirectory } from './partition-directory.ts'
import { partitionOf } from './partition-of.ts'
import { openReader } from './reader.ts'

interface KafkaStreamOptions {
  readonly connection: KafkaConnection
  /** Of topics made from now on. */
  readonly replicationFactor: number
  /** Of a message's value. Topics are given this limit and room for key and headers. */
  readonly maxMessageBytes?: number
  readonly clock: Clock
  readonly log: Log
}

export const MAX_MESSAGE_BYTES = 1_000_000
/** For a message's key and headers, and the batch around it. */
export const ROOM_BYTES = 65_536

/** Throws Failure('stream-unavailable') when no broker answers at first; later they are waited for. */
export async function openKafkaStream(options: KafkaStreamOptions): Promise<EventStream> {
  const { connection, replicationFactor, clock, log, maxMessageBytes = MAX_MESSAGE_BYTES } = options
  const kafka = buildKafka(connection, log)
  const admin = kafka.admin()
  const maxRequestBytes = maxMessageBytes + ROOM_BYTES
  const appender = buildAppender(kafka, maxMessageBytes + ROOM_BYTES / 2)
  const directory = buildPartitionDirectory(async topic => {
    const { topics } = await named(admin.fetchTopicMetadata({ topics: [topic] }))
    return topics[0]!.partitions
  }, clock)
  const members = new Set<StreamConsumer>()
  const reader = await named(
    (async () => {
      await admin.connect()
      return openReader(kafka, async (topic, partition) => (await firstPositions(topic)).get(partition) ?? 0)
    })()
  )

  async function append(
    topic: string,
    messages: readonly StreamMessage[],
    { partition }: { readonly partition?: number } = {}
  ): Promise<void> {
    if (messages.length === 0) return
    for (const { value } of messages) checkSize(value)
    const partitions = await directory.of(topic)
    const placed = messages.map(message => ({
      partition: partition ?? partitionOf(message.key, partitions),
      message
    }))
    await named(appender.append(topic, placed), maxMessageBytes)
  }

  function checkSize(value: string | Uint8Array): void {
    // No UTF-16 unit takes more than three bytes: most need no counting.
    if (value.length * 3 <= maxMessageBytes) return
    const bytes = Buffer.byteLength(value)
    if (bytes > maxMessageBytes)
      throw new Failure(
        'body-too-large',
        `a message of ${bytes} bytes is over the stream's ${maxMessageBytes}`
      )
  }

  async function ends(topic: string) {
    const found = await named(whenLed(() => admin.fetchTopicOffsets(topic), clock))
    return found
      .map(({ partition, low, high }) => ({ partition, first: Number(low), next: Number(high) }))
      .sort((left, right) => left.partition - right.partition)
  }

  async function firstPositions(topic: string): Promise<ReadonlyMap<number, number>> {
    return new Map((await ends(topic)).map(({ partition, first }) => [partition, first]))
  }

  async function subscribe(subscription: StreamSubscription): Promise<StreamConsumer> {
    const { topic } = subscription
    const member = await named(
      startMember({ kafka, subscription, firstPositions: () => firstPositions(topic), clock, log })
    )
    members.add(member)
    return {
      async close() {
        members.delete(member)
        await member.close()
      }
    }
  }

  return {
    maxMessageBytes,
    declare: specifications =>
      named(declareTopics(admin, specifications, { replicationFactor, maxRequestBytes })),
    append,
    partitions: async topic => (await directory.of(topic)).length,
    partitioner: directory.partitioner,
    subscribe,
    ends,
    read: (topic, partition, position, limit) => named(reader.read(topic, partition, position, limit)),
    async check() {
      const { brokers } = await named(admin.describeCluster())
      if (brokers.length === 0) throw away()
    },
    async close() {
      await Promise.all([...members].map(member => member.close()))
      const shutdowns = [appender.close(), reader.close(), admin.disconnect()]
      await Promise.race([Promise.allSettled(shutdowns), clock.sleep(SHUTDOWN_MILLISECONDS)])
    }
  }
}

const SHUTDOWN_MILLISECONDS = 3_000
const ELECTION_RETRY: RetryPolicy = { firstDelayMs: 200, maxDelayMs: 500, maxAttempts: 11 }

/** Asks again while a partition has no leader yet, as for a moment after it was made: the client does not. */
async function whenLed<T>(ask: () => Promise<T>, clock: Clock): Promise<T> {
  const isRetryable = (error: unknown) => noLeader.has(typeOf(error) ?? '')
  return retry(ask, { policy: ELECTION_RETRY, clock, isRetryable })
}

const noLeader = new Set(['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE'])
