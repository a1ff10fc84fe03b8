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

/** Kafka's usual limit, so that what fits here fits there. */
const MAX_MESSAGE_BYTES = 1_000_000
const HOUSEKEEPING_MILLISECONDS = 60_000

/**
 * The stream as a table, for one process: it alone appends, so the ends of the partitions are known in memory and
 * consumers wait without asking. One row holds many messages of one partition.
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
  for (const topic of await named(database.reader.selectFrom('stream_topics').selectAll().execute()))
    logs.set(topic.name, await named(openTopicLog(database, topic)))
  const housekeeping = runMaintenance()

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
    const place = ({ key }: StreamMessage) => partition ?? partitionOf(key, topicLog.topic.partitions)
    await appender.append(topicLog, Map.groupBy(texts, place))
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
      await clock.sleep(HOUSEKEEPING_MILLISECONDS, closing.signal)
      if (closing.signal.aborted) return
      for (const topicLog of logs.values()) {
        const { name, is_compacted: isCompacted, retention_seconds: retention } = topicLog.topic
        try {
          if (isCompacted) await appender.alone(topicLog.compact)
          if (retention !== null) await topicLog.dropOlder(clock.now() - retention * 1_000)
        } catch (error) {
          log.warn('topic could not be swept', { topic: name, error })
        }
      }
    }
  }

  return {
    maxMessageBytes: MAX_MESSAGE_BYTES,
    declare: topics => named(declare(topics)),
    append: (topic, messages, options) => named(append(topic, messages, options)),
    partitions: async topic => logOf(topic).topic.partitions,
    async partitioner(topic) {
      const { partitions } = logOf(topic).topic
      return key => partitionOf(key, partitions)
    },
    subscribe,
    async ends(topic) {
      const topicLog = logOf(topic)
      const firsts = await named(topicLog.firstPositions())
      return firsts.map((first, partition) => ({ partition, first, next: topicLog.next[partition]! }))
    },
    read: (topic, partition, position, limit) => named(logOf(topic).read(partition, position, limit)),
    check: () => named(database.check()),
    async close() {
      closing.abort()
      await Promise.all([...leaving].map(leave => leave()))
      await appender.alone(async () => {})
      await housekeeping
    }
  }
}

function checkSize(value: string): void {
  // No UTF-16 unit takes more than three bytes: most need no counting.
  if (value.length * 3 <= MAX_MESSAGE_BYTES) return
  const bytes = Buffer.byteLength(value)
  if (bytes > MAX_MESSAGE_BYTES)
    throw new Failure(
      'body-too-large',
      `a message of ${bytes} bytes is over the stream's ${MAX_MESSAGE_BYTES}`
    )
}

async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code !== 'database-unavailable') throw cause
    throw new Failure('stream-unavailable', 'the stream cannot be reached', { retryAfterSeconds: 5, cause })
  }
}
