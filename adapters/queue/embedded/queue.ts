import { sql } from 'kysely'
import type { Clock } from '../../../ports/clock.ts'
import type { Database } from '../../../ports/database.ts'
import { Failure } from '../../../ports/errors.ts'
import type { Log } from '../../../ports/log.ts'
import { readProperties } from '../../../ports/properties.ts'
import type { DeadLetter, JobQueue, QueueConsumer, QueueMessage } from '../../../ports/queue.ts'
import { type DeadLetterDrain, startDeadLetterDrain } from './dead-letter-drain.ts'
import { type Line, openLine } from './line.ts'
import { buildSettler, type RejectedMessage } from './settler.ts'

interface EmbeddedQueueOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}

/**
 * The queue as a table, for one process. Only this process publishes and consumes, so it keeps the messages in flight in
 * memory, and after a crash delivers everything in the table again. Delivers messages in the order of their publication;
 * those of low priority only while no other waits.
 */
export async function openEmbeddedQueue({ database, clock, log }: EmbeddedQueueOptions): Promise<JobQueue> {
  const settler = buildSettler({ database, clock, log })
  const lines = new Map<string, Promise<Line>>()
  const drains = new Map<string, Set<DeadLetterDrain>>()
  const firstSequence = (await highestSequence(database)) + 1
  let nextSequence = firstSequence

  function lineOf(queue: string): Promise<Line> {
    const known = lines.get(queue)
    if (known) return known
    const opened = openLine({ queue, database, clock, log, firstSequence, settle })
    lines.set(queue, opened)
    opened.catch(() => lines.delete(queue))
    return opened
  }

  async function settle(queue: string, sequence: number, deadLetter?: RejectedMessage): Promise<void> {
    await settler.settle({ queue, sequence, deadLetter })
    if (deadLetter) for (const drain of drains.get(queue) ?? []) drain.wake()
  }

  async function publish(queue: string, messages: readonly QueueMessage[]): Promise<void> {
    if (messages.length === 0) return
    const line = await withQueueErrors(lineOf(queue))
    const first = nextSequence
    nextSequence += messages.length
    const text = JSON.stringify(messages.map(toStored))
    // Need not be durable: the removal from the outbox follows in the same write-ahead log, so it cannot survive a crash
    // alone. The statement is the same for any number of messages, so it is prepared once.
    const insert = sql`insert into queue_messages (queue, sequence, id, body, is_low)
      select ${queue}, ${first} + key, value ->> 'id', value ->> 'body', value ->> 'isLow' from json_each(${text})`
    await withQueueErrors(
      (async () => database.run([insert.compile(database.reader)], { isDurable: false }))()
    )
    line.published(messages.length)
  }

  async function consumeDeadLetters(
    queue: string,
    onDeadLetter: (deadLetter: DeadLetter) => Promise<void>
  ): Promise<QueueConsumer> {
    const drain = startDeadLetterDrain({ queue, database, clock, log, onDeadLetter })
    const ofQueue = drains.get(queue) ?? new Set()
    drains.set(queue, ofQueue.add(drain))
    return {
      pause: drain.close,
      async close() {
        ofQueue.delete(drain)
        await drain.close()
      }
    }
  }

  return {
    declare: async queue => void (await withQueueErrors(lineOf(queue))),
    publish,
    consume: async (queue, { prefetch }, onDelivery) =>
      (await withQueueErrors(lineOf(queue))).consume(prefetch, onDelivery),
    consumeDeadLetters,
    depth: async queue => (await withQueueErrors(lineOf(queue))).depth(),
    check: () => withQueueErrors(database.check()),
    async close() {
      await Promise.all([...drains.values()].flatMap(ofQueue => [...ofQueue].map(drain => drain.close())))
      for (const line of lines.values()) (await line).close()
      await settler.close()
    }
  }
}

/** Bytes are only those of a dead letter that is sent again, and they were text before. */
function toStored({ id, body, properties, isLow = false }: QueueMessage) {
  const { messageId = id } = properties === undefined ? {} : readProperties(properties)
  const text = typeof body === 'string' ? body : Buffer.from(body).toString()
  return { id: String(messageId), body: text, isLow: isLow ? 1 : 0 }
}

async function highestSequence(database: Database): Promise<number> {
  const { reader } = database
  const messages = reader.selectFrom('queue_messages').select(e => e.fn.max('sequence').as('highest'))
  const deadLetters = reader.selectFrom('queue_dead_letters').select(e => e.fn.max('sequence').as('highest'))
  const found = await withQueueErrors(
    Promise.all([messages.executeTakeFirst(), deadLetters.executeTakeFirst()])
  )
  return Math.max(0, ...found.map(row => row?.highest ?? 0))
}

async function withQueueErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code === 'storage-full') throw cause
    throw new Failure('queue-unavailable', 'the queue is unavailable', { retryAfterSeconds: 5, cause })
  }
}
