import type { Clock } from '../../../ports/clock.ts'
import type { Database } from '../../../ports/database.ts'
import type { StreamMessage } from '../../../ports/stream.ts'
import type { TopicLog } from './topic-log.ts'

/** Appends messages to topics, one write at a time. Messages that arrive during a write go into the next one. */
interface Appender {
  append(topicLog: TopicLog, messages: ReadonlyMap<number, readonly StreamMessage[]>): Promise<void>
  /** Runs `work` between two writes: nothing is appended during it. */
  runExclusively(work: () => Promise<void>): Promise<void>
}

interface Pending {
  readonly topicLog: TopicLog
  readonly messages: ReadonlyMap<number, readonly StreamMessage[]>
  resolve(): void
  reject(reason: unknown): void
}

export function buildAppender(
  database: Database,
  clock: Clock,
  onAppended: (topicLog: TopicLog, partitions: readonly number[]) => void
): Appender {
  let pending: Pending[] = []
  let writing: Promise<void> = Promise.resolve()
  let isAsked = false

  function append(
    topicLog: TopicLog,
    messages: ReadonlyMap<number, readonly StreamMessage[]>
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      pending.push({ topicLog, messages, resolve, reject })
      if (isAsked) return
      isAsked = true
      writing = writing.then(writePending)
    })
  }

  async function writePending(): Promise<void> {
    const group = pending
    pending = []
    isAsked = false
    try {
      const written = await database.write(async transaction => {
        const byTopic = Map.groupBy(group, ({ topicLog }) => topicLog)
        const createdAt = clock.now()
        return Promise.all(
          [...byTopic].map(async ([topicLog, appends]) => {
            const messages = join(appends.map(append => append.messages))
            return { topicLog, reached: await topicLog.write(transaction, messages, createdAt) }
          })
        )
      })
      for (const { topicLog, reached } of written) topicLog.advance(reached)
      for (const { resolve } of group) resolve()
      for (const { topicLog, reached } of written) onAppended(topicLog, [...reached.keys()])
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  return {
    append,
    runExclusively(work) {
      const done = writing.then(work)
      writing = done.catch(() => {})
      return done
    }
  }
}

function join(
  all: readonly ReadonlyMap<number, readonly StreamMessage[]>[]
): ReadonlyMap<number, readonly StreamMessage[]> {
  if (all.length === 1) return all[0]!
  const joined = new Map<number, StreamMessage[]>()
  for (const messages of all) {
    for (const [partition, ofPartition] of messages) {
      const known = joined.get(partition)
      if (known) known.push(...ofPartition)
      else joined.set(partition, ofPartition.slice())
    }
  }
  return joined
}
