import { CompiledQuery, type Transaction } from 'kysely'
import type { Database } from '../../../ports/database.ts'
import type { StreamMessage, StreamRecord } from '../../../ports/stream.ts'
import type { StreamTopicRow, Tables } from '../../../ports/tables.ts'
import { pack, splitIntoBatches, unpack } from './packing.ts'

/** The batches of one topic in the table, and the ends of its partitions. It allows only one write at a time. */
export interface TopicLog {
  readonly topic: StreamTopicRow
  /** The position of the next message, by partition. */
  readonly next: readonly number[]
  /** Appends messages to partitions. Call `advance` with the result once the transaction is committed. */
  write(
    transaction: Transaction<Tables>,
    messages: ReadonlyMap<number, readonly StreamMessage[]>,
    createdAt: number
  ): Promise<ReadonlyMap<number, number>>
  advance(next: ReadonlyMap<number, number>): void
  read(partition: number, position: number, limit: number): Promise<readonly StreamRecord[]>
  firstPositions(): Promise<readonly number[]>
  /** Deletes batches older than `before`, except the last of each partition, which holds the position. */
  dropOlder(before: number): Promise<void>
  /** Keeps only the last message of each key, in partitions with at least MIN_TO_COMPACT batches. */
  compact(): Promise<void>
}

const INSERT = `insert into stream_batches
  (topic, partition, next_position, first_position, created_at, messages) values (?, ?, ?, ?, ?, ?)`
const READ = `select first_position, messages from stream_batches
  where topic = ? and partition = ? and next_position > ? order by next_position limit ?`
const ENDS = `select partition, min(first_position) as first, max(next_position) as next from stream_batches
  where topic = ? group by partition`
const BATCHES_AT_ONCE = 4
const ROWS_AT_ONCE = 200
/** Minimum number of batches in a partition for a compaction. */
const MIN_TO_COMPACT = 20

export async function openTopicLog(database: Database, topic: StreamTopicRow): Promise<TopicLog> {
  const { reader } = database
  const next = new Array<number>(topic.partitions).fill(0)
  for (const row of await readEnds()) next[row.partition] = row.next

  async function readEnds() {
    type Ends = { readonly partition: number; readonly first: number; readonly next: number }
    return (await reader.executeQuery<Ends>(CompiledQuery.raw(ENDS, [topic.number]))).rows
  }

  async function write(
    transaction: Transaction<Tables>,
    messages: ReadonlyMap<number, readonly StreamMessage[]>,
    createdAt: number
  ): Promise<ReadonlyMap<number, number>> {
    const reached = new Map<number, number>()
    const writing: Promise<unknown>[] = []
    for (const [partition, ofPartition] of messages) {
      let position = next[partition]!
      for (const batch of splitIntoBatches(ofPartition)) {
        const end = position + batch.length
        const row = [topic.number, partition, end, position, createdAt, pack(batch)]
        writing.push(transaction.executeQuery(CompiledQuery.raw(INSERT, row)))
        position = end
      }
      reached.set(partition, position)
    }
    await Promise.all(writing)
    return reached
  }

  async function read(partition: number, position: number, limit: number): Promise<readonly StreamRecord[]> {
    type Batch = { readonly first_position: number; readonly messages: string }
    const records: StreamRecord[] = []
    for (let from = position; records.length < limit && from < next[partition]!; ) {
      const query = CompiledQuery.raw(READ, [topic.number, partition, from, BATCHES_AT_ONCE])
      const { rows } = await reader.executeQuery<Batch>(query)
      if (rows.length === 0) break
      for (const { messages, first_position: first } of rows) {
        if (records.length >= limit) break
        const unpacked = unpack(messages, partition, first)
        from = unpacked.at(-1)!.position + 1
        for (const record of unpacked)
          if (record.position >= position && records.length < limit) records.push(record)
      }
    }
    return records
  }

  async function firstPositions(): Promise<readonly number[]> {
    const firsts = next.slice()
    for (const { partition, first } of await readEnds()) firsts[partition] = first
    return firsts
  }

  function batchesFrom(partition: number, after: number, limit: number) {
    return reader
      .selectFrom('stream_batches')
      .select(['first_position', 'next_position', 'created_at'])
      .where('topic', '=', topic.number)
      .where('partition', '=', partition)
      .where('next_position', '>', after)
      .orderBy('next_position')
      .limit(limit)
      .execute()
  }

  async function dropOlder(before: number): Promise<void> {
    for (const partition of next.keys()) {
      for (;;) {
        const oldest = await batchesFrom(partition, -1, ROWS_AT_ONCE)
        const firstKept = oldest.findIndex(
          batch => batch.created_at >= before || batch.next_position === next[partition]
        )
        const dropped = firstKept < 0 ? oldest : oldest.slice(0, firstKept)
        if (dropped.length === 0) break
        await database.write(transaction => remove(transaction, partition, dropped.at(-1)!.next_position))
        if (dropped.length < ROWS_AT_ONCE) break
      }
    }
  }

  async function compact(): Promise<void> {
    for (const [partition, end] of next.entries()) {
      if ((await batchesFrom(partition, -1, MIN_TO_COMPACT)).length < MIN_TO_COMPACT) continue
      const last = new Map(
        (await read(partition, 0, Number.POSITIVE_INFINITY)).map(record => [record.key, record])
      )
      const records = [...last.values()].sort((left, right) => left.position - right.position)
      const newest = (await batchesFrom(partition, end - 1, 1))[0]!
      await database.write(async transaction => {
        await remove(transaction, partition, end)
        for (let at = 0; at < records.length; at += ROWS_AT_ONCE) {
          const kept = records.slice(at, at + ROWS_AT_ONCE)
          const first = kept[0]!.position
          const offsets = kept.map(({ position }) => position - first)
          const messages = kept.map(({ key, value, headers }) => ({
            key,
            value,
            ...(headers && { headers })
          }))
          const reached = kept.at(-1)!.position + 1
          const row = [topic.number, partition, reached, first, newest.created_at, pack(messages, offsets)]
          await transaction.executeQuery(CompiledQuery.raw(INSERT, row))
        }
      })
    }
  }

  async function remove(transaction: Transaction<Tables>, partition: number, upTo: number): Promise<void> {
    await transaction
      .deleteFrom('stream_batches')
      .where('topic', '=', topic.number)
      .where('partition', '=', partition)
      .where('next_position', '<=', upTo)
      .execute()
  }

  return {
    topic,
    next,
    write,
    advance(reached) {
      for (const [partition, position] of reached) next[partition] = position
    },
    read,
    firstPositions,
    dropOlder,
    compact
  }
}
