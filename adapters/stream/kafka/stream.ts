import type { Clock } from '../../../ports/clock.ts'
import { Failure } from '../../../ports/errors.ts'
import type { Log } from '../../../ports/log.ts'
import { retry } from '../../../ports/retry/retry.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { EventStream, StreamConsumer, StreamMessage, StreamSubscription } from '../../../ports/stream.ts'
import { buildAppender } from './appender.ts'
import { buildKafka, type KafkaConnection } from './client.ts'
import { declareTopics } from './declare-topics.ts'
import { toUnavailable, typeOf, withStreamErrors } from './failures.ts'
import { startMember } from './member.ts'
import { buildPartitionDirectory } from './partition-directory.ts'
import { partitionOf } from './partition-of.ts'
import { openReader } from './reader.ts'

interface KafkaStreamOptions {
  readonly connection: KafkaConnection
  /** Number of replicas of new topics. */
  readonly replicationFactor: number
  /** Maximum bytes of the value of a message. The limit of a topic also includes ROOM_BYTES for key and headers. */
  readonly maxMessageBytes?: number
  readonly clock: Clock
  readonly log: Log
}

export const MAX_MESSAGE_BYTES = 1_000_000
/** For the key and headers of a message, and the batch that contains it. */
export const ROOM_BYTES = 65_536

/** Throws Failure('stream-unavailable') if no broker can be reached at first. Reconnects after a later loss. */
export async function openKafkaStream(options: KafkaStreamOptions): Promise<EventStream> {
  const { connection, replicationFactor, clock, log, maxMessageBytes = MAX_MESSAGE_BYTES } = options
  const kafka = buildKafka(connection, log)
  const admin = kafka.admin()
  const maxRequestBytes = maxMessageBytes + ROOM_BYTES
  const appender = buildAppender(kafka, maxMessageBytes + ROOM_BYTES / 2)
  const directory = buildPartitionDirectory(async topic => {
    const { topics } = await withStreamErrors(admin.fetchTopicMetadata({ topics: [topic] }))
    return topics[0]!.partitions
  }, clock)
  const members = new Set<StreamConsumer>()
  const reader = await withStreamErrors(
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
    await withStreamErrors(appender.append(topic, placed), maxMessageBytes)
  }

  function checkSize(value: string | Uint8Array): void {
    // A UTF-16 unit has at most three bytes in UTF-8, so most messages need no counting.
    if (value.length * 3 <= maxMessageBytes) return
    const bytes = Buffer.byteLength(value)
    if (bytes > maxMessageBytes)
      throw new Failure(
        'body-too-large',
        `the message has ${bytes} bytes; the stream accepts at most ${maxMessageBytes}`
      )
  }

  async function ends(topic: string) {
    const found = await withStreamErrors(retryWithoutLeader(() => admin.fetchTopicOffsets(topic), clock))
    return found
      .map(({ partition, low, high }) => ({ partition, first: Number(low), next: Number(high) }))
      .sort((left, right) => left.partition - right.partition)
  }

  async function firstPositions(topic: string): Promise<ReadonlyMap<number, number>> {
    return new Map((await ends(topic)).map(({ partition, first }) => [partition, first]))
  }

  async function subscribe(subscription: StreamSubscription): Promise<StreamConsumer> {
    const { topic } = subscription
    const member = await withStreamErrors(
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
      withStreamErrors(declareTopics(admin, specifications, { replicationFactor, maxRequestBytes })),
    append,
    partitions: async topic => (await directory.of(topic)).length,
    partitioner: directory.partitioner,
    subscribe,
    ends,
    read: (topic, partition, position, limit) =>
      withStreamErrors(reader.read(topic, partition, position, limit)),
    async check() {
      const { brokers } = await withStreamErrors(admin.describeCluster())
      if (brokers.length === 0) throw toUnavailable()
    },
    async close() {
      await Promise.all([...members].map(member => member.close()))
      const shutdowns = [appender.close(), reader.close(), admin.disconnect()]
      await Promise.race([Promise.allSettled(shutdowns), clock.sleep(SHUTDOWN_TIMEOUT_MILLISECONDS)])
    }
  }
}

const SHUTDOWN_TIMEOUT_MILLISECONDS = 3_000
const ELECTION_RETRY: RetryPolicy = { firstDelayMs: 200, maxDelayMs: 500, maxAttempts: 11 }

/** Retries while a partition has no leader, as shortly after its creation. The client does not retry this error. */
async function retryWithoutLeader<T>(ask: () => Promise<T>, clock: Clock): Promise<T> {
  const isRetryable = (error: unknown) => noLeader.has(typeOf(error) ?? '')
  return retry(ask, { policy: ELECTION_RETRY, clock, isRetryable })
}

const noLeader = new Set(['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE'])
