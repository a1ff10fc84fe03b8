import type { Clock } from '../../../ports/clock.ts'
import type { Database } from '../../../ports/database.ts'
import { Failure } from '../../../ports/errors.ts'
import type { Log } from '../../../ports/log.ts'
import type {
  EventStream,
  StreamConsumer,
  StreamMessage,
  StreamSubscription,
  TopicSpecification
} from '../../../ports/stream.ts'
import { buildAppender } from './appender.ts'
import { buildGroup, type Group } from './group.ts'
import { buildMember } from './member.ts'
import { toText } from './packing.ts'
import { partitionOf } from './partition-of.ts'
import { openTopicLog, type TopicLog } from './topic-log.ts'

interface EmbeddedStreamOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}

/** The default limit of Kafka, so that a message that fits here fits there too. */
const MAX_MESSAGE_BYTES = 1_000_000
const MAINTENANCE_INTERVAL_MILLISECONDS = 60_000

/**
 * The stream as a table, for one process. Only this process appends, so it keeps the ends of the partitions in memory, and
 * consumers wait without polling. One row holds many messages of one partition.
 */
export async function openEmbeddedStream({
  database,
  clock,
  log
}: EmbeddedStreamOptions): Promise<EventStream> {
  const logs = new Map<string, TopicLog>()
  const groups = new Map<string, { readonly topic: string; readonly group: Group }>()
  const leaving = new Set<() => Promise<void>>()
  const closing = new AbortController()
  const appender = buildAppender(database, clock, (topicLog, partitions) => {
    for (const { topic, group } of groups.values()) if (topic === topicLog.topic.name) group.wake(partitions)
  })
  for (const topic of await withStreamErrors(
    database.reader.selectFrom('stream_topics').selectAll().execute()
  ))
    logs.set(topic.name, await withStreamErrors(openTopicLog(database, topic)))
  const maintenance = runMaintenance()

  function logOf(topic: string): TopicLog {
    const found = logs.get(topic)
    if (!found) throw new TypeError(`topic ${topic} was not declared`)
    return found
  }

  async function declare(topics: readonly TopicSpecification[]): Promise<void> {
    for (const specification of topics) {
      const { name, partitions, isCompacted = false, retentionSeconds = null } = specification
      const flags = { is_compacted: isCompacted ? 1 : 0, retention_seconds: retentionSeconds }
      const known = logs.get(name)?.topic
      if (known) {
        await database.write(transaction =>
          transaction.updateTable('stream_topics').set(flags).where('name', '=', name).execute()
        )
        Object.assign(known, flags)
        continue
      }
      const number = Math.max(0, ...[...logs.values()].map(({ topic }) => topic.number)) + 1
      const topic = { number, name, partitions, ...flags }
      await database.write(transaction => transaction.insertInto('stream_topics').values(topic).execute())
      logs.set(name, await openTopicLog(database, topic))
    }
  }

  async function append(
    topic: string,
    messages: readonly StreamMessage[],
    { partition }: { readonly partition?: number } = {}
  ): Promise<void> {
    if (messages.length === 0) return
    const topicLog = logOf(topic)
    if (partition !== undefined && partition >= topicLog.topic.partitions)
      throw new Failure('not-found', `topic ${topic} has no partition ${partition}`)
    const texts = messages.map(toText)
    for (const { value } of texts) checkSize(value)
    const toPartition = ({ key }: StreamMessage) => partition ?? partitionOf(key, topicLog.topic.partitions)
    await appender.append(topicLog, Map.groupBy(texts, toPartition))
  }

  async function subscribe(subscription: StreamSubscription): Promise<StreamConsumer> {
    const { topic, group: name } = subscription
    const topicLog = logOf(topic)
    const key = JSON.stringify([topic, name])
    const group = groups.get(key)?.group ?? buildGroup(topicLog.topic.partitions)
    groups.set(key, { topic, group })
    const member = buildMember({ subscription, topicLog, clock, log })
    const leave = async () => {
      leaving.delete(leave)
      await group.leave(member)
    }
    leaving.add(leave)
    await group.join(member)
    return { close: leave }
  }

  async function runMaintenance(): Promise<void> {
    while (!closing.signal.aborted) {
      await clock.sleep(MAINTENANCE_INTERVAL_MILLISECONDS, closing.signal)
      if (closing.signal.aborted) return
      for (const topicLog of logs.values()) {
        const { name, is_compacted: isCompacted, retention_seconds: retention } = topicLog.topic
        try {
          if (isCompacted) await appender.runExclusively(topicLog.compact)
          if (retention !== null) await topicLog.dropOlder(clock.now() - retention * 1_000)
        } catch (error) {
          log.warn('old messages of a topic could not be deleted', { topic: name, error })
        }
      }
    }
  }

  return {
    maxMessageBytes: MAX_MESSAGE_BYTES,
    declare: topics => withStreamErrors(declare(topics)),
    append: (topic, messages, options) => withStreamErrors(append(topic, messages, options)),
    partitions: async topic => logOf(topic).topic.partitions,
    async partitioner(topic) {
      const { partitions } = logOf(topic).topic
      return key => partitionOf(key, partitions)
    },
    subscribe,
    async ends(topic) {
      const topicLog = logOf(topic)
      const firsts = await withStreamErrors(topicLog.firstPositions())
      return firsts.map((first, partition) => ({ partition, first, next: topicLog.next[partition]! }))
    },
    read: (topic, partition, position, limit) =>
      withStreamErrors(logOf(topic).read(partition, position, limit)),
    check: () => withStreamErrors(database.check()),
    async close() {
      closing.abort()
      await Promise.all([...leaving].map(leave => leave()))
      await appender.runExclusively(async () => {})
      await maintenance
    }
  }
}

function checkSize(value: string): void {
  // A UTF-16 unit has at most three bytes in UTF-8, so most messages need no counting.
  if (value.length * 3 <= MAX_MESSAGE_BYTES) return
  const bytes = Buffer.byteLength(value)
  if (bytes > MAX_MESSAGE_BYTES)
    throw new Failure(
      'body-too-large',
      `the message has ${bytes} bytes; the stream accepts at most ${MAX_MESSAGE_BYTES}`
    )
}

async function withStreamErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code !== 'database-unavailable') throw cause
    throw new Failure('stream-unavailable', 'the stream is unavailable', { retryAfterSeconds: 5, cause })
  }
}
